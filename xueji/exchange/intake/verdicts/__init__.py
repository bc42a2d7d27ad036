"""The verdict on every row of a list: accepted, accepted but doubtful, or rejected, with every reason at once."""
