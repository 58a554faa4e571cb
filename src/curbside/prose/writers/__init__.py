"""What words an answer: kinds of writers, and the bounds that each of them is kept in."""
