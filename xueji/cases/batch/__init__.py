"""A batch on its way through the door: its rows, its places, and what the actor is in each case."""
