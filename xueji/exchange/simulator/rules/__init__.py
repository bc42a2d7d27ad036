"""What the nation decides, as pure functions of what its store holds."""
