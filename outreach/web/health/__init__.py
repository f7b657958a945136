"""How the house does, for machines that watch it: alive, ready, and in numbers."""
