"""Child processes of bounded memory and time: what a stranger has sent is parsed in them, never in the program."""
