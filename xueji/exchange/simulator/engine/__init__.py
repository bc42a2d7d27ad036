"""The nation at work: it listens to its wires, does what is due, and speaks."""
