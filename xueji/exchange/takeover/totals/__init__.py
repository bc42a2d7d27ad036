"""The totals of a take-over: what the file holds, what the register held before and holds after, and every difference."""
