"""Many cases at once: what was picked, what is said about each, and what became of it."""
