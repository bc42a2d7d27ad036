"""The district's desk: what its schools have done, what they filed, and what only a district decides."""
