"""Texts, by a carrier shaped like Twilio: out, in, and what became of them."""
