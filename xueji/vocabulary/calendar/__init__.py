"""Working days."""
