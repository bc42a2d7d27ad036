"""The wires to the national system: each adapter translates our verbs into its words, and has both ends of its wire.

What CMIS and the national exchange really say to each other is not published. Both wires are ours: invented, complete,
and never tried against the national system. No module here knows Django: the simulator uses them without it.
"""
