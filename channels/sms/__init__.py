"""Texts. No carrier is connected yet: `channels.fake` stands in for this door."""
