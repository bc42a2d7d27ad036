"""What we make of a message from the nation: which event of which case it is, or what else it changes."""
