"""办事指南: what the rulebook in force says, drawn and tabulated from the file that decides."""
