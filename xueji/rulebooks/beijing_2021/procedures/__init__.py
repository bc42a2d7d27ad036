"""Procedures that this edition changes."""
