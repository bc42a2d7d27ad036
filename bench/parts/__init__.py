"""The parts: each has `measure(house)`, which returns its figures."""
