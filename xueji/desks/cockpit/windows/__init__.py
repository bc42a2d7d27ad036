"""时段与日历: every date of a school year on one page, exceptions, and the same as a calendar to subscribe to."""
