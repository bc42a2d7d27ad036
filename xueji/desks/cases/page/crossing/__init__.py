"""A case across the city line: what was said and heard, what the national system refused, and what that means."""
