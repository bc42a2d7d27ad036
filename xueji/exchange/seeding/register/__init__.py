"""Children who have been at school for years, written as the one door would have left them.

Every child has its admission, its closed case with the decisions marked as seeded, its record, spells, numbers and
form. Rows go in by COPY, a few thousand children at a time, under the same constraints and triggers as everybody's.
"""
