"""学籍总量 school by school: what is free, who is about to move, and what a merger would make of it."""
