"""The house: who may be contacted, when, and by which door."""

HOUSE = "outreach"
