"""Sequences come into the house, and people into sequences."""

from outreach.services.enrol.enrolling import Elsewhere, Enrolled, enrol
from outreach.services.enrol.keeping import (
    add_sequence,
    keep_sequence,
    read_file,
    read_text,
    steps_of,
)
from outreach.services.enrol.leaving import take_out

__all__ = [
    "Elsewhere",
    "Enrolled",
    "add_sequence",
    "enrol",
    "keep_sequence",
    "read_file",
    "read_text",
    "steps_of",
    "take_out",
]
