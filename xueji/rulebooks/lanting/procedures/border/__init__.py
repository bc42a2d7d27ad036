"""Across the provinces, by Lanting's own (invented) law: one review by the county, nobody above it."""
