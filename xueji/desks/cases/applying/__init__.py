"""How a case begins: which procedure, whose child, what stands against it, the form."""
