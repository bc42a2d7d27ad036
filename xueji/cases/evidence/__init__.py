"""Papers that prove something: looked at in a confined child before they are kept, and seen only by whom they concern."""
