"""The doors: they carry words out and in, and decide nothing."""

HOUSE = "outreach"
