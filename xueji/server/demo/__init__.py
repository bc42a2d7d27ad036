"""`xueji demo` beyond the running of servers: the places are made, and their people are introduced."""
