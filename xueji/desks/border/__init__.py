"""The border desk: what crosses the city line and what went wrong with it, for the city and its service team."""
