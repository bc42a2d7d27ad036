"""Stages, grades and school years."""
