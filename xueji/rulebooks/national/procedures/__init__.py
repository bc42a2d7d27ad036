"""Parts of procedures that are the same in every jurisdiction."""
