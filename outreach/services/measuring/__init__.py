"""What a period came to for people: heard and obeyed, promised and kept, lost, spared, helped."""

from outreach.services.measuring.asked import LONGEST, Asked, period
from outreach.services.measuring.figures import (
    Helped,
    Lossy,
    Measures,
    Promises,
    Spared,
    Stops,
    Words,
)
from outreach.services.measuring.lately import Gone, lost_lately
from outreach.services.measuring.measure import measure

__all__ = [
    "LONGEST",
    "Asked",
    "Gone",
    "Helped",
    "Lossy",
    "Measures",
    "Promises",
    "Spared",
    "Stops",
    "Words",
    "lost_lately",
    "measure",
    "period",
]
