"""Evidence: all that was said, decided and done about somebody, and a program that checks it."""

from outreach.services.evidence.zipped import write

__all__ = ["write"]
