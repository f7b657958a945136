"""The rulebook: facts in, verdict out, with reasons."""

HOUSE = "outreach"
