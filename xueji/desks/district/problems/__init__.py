"""疑似重复: two sides that resemble each other, and the district that says which of three things is true (S21)."""
