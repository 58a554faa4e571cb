"""Curbside answers medical questions from sources it can quote, word for word."""

__version__ = "0.1.0"
