"""New pupils on their way to a record: the list every office works through, and the page of one entrant."""
