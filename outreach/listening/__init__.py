"""Words in, meanings out: pure, deterministic, and restrictive where it cannot tell."""
