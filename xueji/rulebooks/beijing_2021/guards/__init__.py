"""Conditions that this edition adds."""
