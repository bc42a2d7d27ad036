"""Reviewed tables of the pretend nation: its provinces, its error texts, its refusals, and names for invented people."""
