"""The case desk: what waits for an office, one case with all its steps, many at once, and how a case begins."""
