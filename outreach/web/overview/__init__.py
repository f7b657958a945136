"""How the team as a whole does: what was promised and kept, whom we lost, what is queued where."""
