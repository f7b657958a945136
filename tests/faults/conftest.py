"""What tests of faults share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from channels import faults


@pytest.fixture(autouse=True)
def nothing_fails_afterwards() -> Iterator[None]:
    """Let no other test meet a fault that one has armed, nor its logs."""
    yield
    faults.arm("")
    structlog.reset_defaults()
