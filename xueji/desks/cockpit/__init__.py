"""时段与学籍总量: when things are open, and how many places there are, for a district and the city."""
