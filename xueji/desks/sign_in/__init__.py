"""The door of the house: signing in and out, passwords, the post one sits in, the language one reads."""
