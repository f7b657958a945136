"""Time: what is done when, and by whom only once."""
