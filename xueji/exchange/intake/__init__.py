"""Lists that people bring: read in a limited child process, their columns found, every row given a verdict."""
