"""Conditions shared by every jurisdiction."""
