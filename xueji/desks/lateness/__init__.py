"""时限督办: what is late, where, for how long, and how punctual each place has been."""
