"""日历与学期: the working days of a year with the city's edits, the terms, and what a change would do."""
