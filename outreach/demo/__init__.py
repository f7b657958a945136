"""The demo: one story, told on a simulated clock with real servers on this machine."""
