"""Which column of a list means what: known headings, the header row, the sheet that holds the list."""
