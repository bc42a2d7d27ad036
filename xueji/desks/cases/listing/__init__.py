"""The list of cases: what it is asked for, and how a row is told."""
