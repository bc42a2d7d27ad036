"""查重 over the whole register: what is certain becomes a problem record, what is only alike a list to look at."""
