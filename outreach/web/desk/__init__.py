"""The rep's desk: their day, whom it is for, the call book; no number before a granted press."""
