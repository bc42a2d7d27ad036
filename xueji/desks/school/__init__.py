"""The school's desk: what is to be done today, until when, and what this year allows."""
