"""注册分班: entrants who wait for a class are given one by hand, by a list, or by a published drawing."""
