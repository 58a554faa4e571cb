"""
The web site: a door into the desk, for readers and for the board.

A page renders one dataclass through the press; what may be said, shown or published is decided in curbside. Nothing
asked is stored: a thread of questions lives in the reader's own page.
"""
