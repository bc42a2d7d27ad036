"""The city's desk: how its districts do, and the facts of the year that only the top office sets."""
