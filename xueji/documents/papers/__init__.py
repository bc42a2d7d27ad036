"""Papers drawn by typst: each a pure function from a dataclass to the bytes of a PDF/A file."""
