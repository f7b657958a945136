"""What a person's own page shows: what stands now, why, and what we hold about them. Read only."""

from outreach.services.preferences.described import Described, Stands, describe, masked
from outreach.services.preferences.everything import everything
from outreach.services.preferences.view import Believed, Reached, View, view

__all__ = [
    "Believed",
    "Described",
    "Reached",
    "Stands",
    "View",
    "describe",
    "everything",
    "masked",
    "view",
]
