"""The rules, grouped by what they look at: every reader turns one cell into a value, every check compares values."""
