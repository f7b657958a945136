"""A person's own page: no log-in, a signed link, and every word of theirs obeyed at once."""
