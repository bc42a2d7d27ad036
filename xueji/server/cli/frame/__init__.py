"""What all commands stand in: how they are found, how the house is opened for them, and how they end."""
