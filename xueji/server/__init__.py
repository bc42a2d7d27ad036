"""The house itself: settings, addresses, wiring, command line and the servers that run it."""
