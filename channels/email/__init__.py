"""Email: out through a submission server, in through a mailbox."""

import logging

_READS_REPORTS = logging.getLogger("flufl.bounce")
_READS_REPORTS.setLevel(logging.CRITICAL + 1)
"""It logs a traceback for each fault of its own, and whoever writes to us could fill a disk."""
