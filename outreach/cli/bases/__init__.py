"""How consents are shown: what each is worth, and the proof of it."""
