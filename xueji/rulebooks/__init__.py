"""The regulations, one package per jurisdiction and edition. Loaded by name; nobody imports them."""
