"""A terminal as a page and single keys, for whoever works through a list."""
