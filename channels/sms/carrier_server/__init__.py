"""A carrier of our own, shaped like Twilio: it takes texts, reports on them, and brings some in.

It serves tests, the demonstration and trying things out, on this machine only. Nothing leaves it.
It keeps a record of what it really took, so that anybody can check that nobody got a text twice.
"""
