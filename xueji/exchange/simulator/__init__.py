"""A whole pretend nation: other provinces, the ministry's store, its checks, delays, silences and mistakes.

It touches exchange databases and its own store only, never the registry's. What it says and when is invented [INF]; the
error texts and the order of steps are those of the slides (S10–S13, S16–S30). Everything follows from a seed number.
"""
