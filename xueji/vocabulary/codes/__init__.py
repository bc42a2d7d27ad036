"""Code tables of the national standards, as data."""
