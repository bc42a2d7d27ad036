"""Commands of the machine's administrator: what must not be lost, and who must get in again."""
