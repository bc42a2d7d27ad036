"""Children: searching the roll, one child's page, the 72-item form, and papers about it."""
