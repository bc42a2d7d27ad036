"""The frozen facts on which guards decide."""
