from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.email.imap.mailbox import ImapMailbox
from tests.channels.email.imap.boxes import newcomer, opened
from tests.dovecot import Dovecot


@pytest.fixture
def user() -> str:
    return newcomer()


@pytest.fixture
def mailbox(dovecot: Dovecot, user: str) -> Iterator[ImapMailbox]:
    box = opened(dovecot, user)
    yield box
    box.close()
