"""问题学籍 of records: the list, one problem with its two rows and the road that is open, and what only looks alike."""
