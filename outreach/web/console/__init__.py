"""The compliance console: what was kept back and why, what may be done about it, and the proof."""
