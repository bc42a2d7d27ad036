"""The wire of 2015: a provincial exchange database (S10) to which our courier writes and from which the nation reads.

The real interface is not published; tables, names and codes are ours [INF], in the national style.
"""
