"""The outer world: what comes in from other systems and people's files, and what goes out to them."""
