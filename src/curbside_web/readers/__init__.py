"""What readers see: ask, read, follow up, look up the source."""
