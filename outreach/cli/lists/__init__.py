"""People and refusals that come in by a list: what is asked, and what is told as it goes."""
