"""The words of the registry: numbers, stages, grades, residency, calendars, code tables. No Django, no clock."""
