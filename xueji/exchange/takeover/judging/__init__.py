"""From cells to verdicts: each row by itself, then all rows beside each other and beside the register."""
