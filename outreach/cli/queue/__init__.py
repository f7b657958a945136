"""The questions that messages ask, on a terminal: one a page, one key an answer."""
