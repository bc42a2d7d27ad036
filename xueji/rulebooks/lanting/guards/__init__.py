"""Conditions of this edition."""
