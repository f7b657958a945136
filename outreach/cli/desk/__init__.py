"""The call book on a terminal: pages, keys, and what each key does."""
