"""The numbers by which children and schools are known."""
