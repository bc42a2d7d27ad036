"""岚汀省: an invented province, small enough to be seen whole, that stands beside the training city as its neighbor."""
