"""Steps taken for many entrants at once: what was picked, what the step asks, what became of every row."""
