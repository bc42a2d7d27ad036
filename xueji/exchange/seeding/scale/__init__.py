"""A city of any size: how many schools, where, with how many children in each class."""
