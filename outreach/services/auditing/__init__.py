"""Whether everything on file is accounted for: the invariants of a house, checked afterwards."""

from outreach.services.auditing.audit import audit
from outreach.services.auditing.findings import (
    REMEDY,
    TRUE_OF_ALL,
    Audit,
    Check,
    Checked,
    Violation,
)
from outreach.store.audited_received import Received

__all__ = [
    "REMEDY",
    "TRUE_OF_ALL",
    "Audit",
    "Check",
    "Checked",
    "Received",
    "Violation",
    "audit",
]
