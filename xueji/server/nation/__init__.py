"""The pretend nation beside a house: its databases are founded, its keys kept, its process started."""
