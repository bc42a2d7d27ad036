"""Classes: the list of a school's year, one class with its roster, and the assignment of entrants to classes."""
