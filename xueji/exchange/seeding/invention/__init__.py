"""Invented children, the same for the same seed. No name, number or address here belongs to anybody."""
