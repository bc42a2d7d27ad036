"""What crosses the city line, in our own verbs: what we say to the national system, and what it tells us."""
