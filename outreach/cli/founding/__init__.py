"""The questions of `outreach init`, and what becomes of the answers."""
