"""How an agenda is told on a terminal, and to programs."""
