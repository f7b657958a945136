"""How many examples a law is tried with: a share of what the profile asks for."""

from hypothesis import settings


def share(of: float) -> int:
    """Return so many examples, and five at least: for laws whose every example takes long."""
    return max(5, round(settings().max_examples * of))
