"""The 72-item form of a child: its fields, what was typed into them, and the way to the next child of the class."""
