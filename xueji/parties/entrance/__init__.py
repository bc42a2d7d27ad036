"""What stands between a right password and a desk: the second factor, counted guesses, accounts long unused."""
