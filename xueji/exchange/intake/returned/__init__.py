"""What people get back: their list with a result column, and an empty template."""
