"""Counting and comparing. Nothing here changes anything, and nothing is asked row by row."""
