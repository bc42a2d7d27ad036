"""The national student information form of 72 items."""
