"""`python -m curbside` is the same as `curbside`."""

from .cli import main

main()
