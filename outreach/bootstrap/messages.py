"""Messages as JSON lines for the reader, and what it makes of them: a line in, a line out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from outreach.bootstrap.phrases import shipped_reader
from outreach.errors import InputError
from outreach.listening.labels import labels_of
from outreach.listening.reading import Heard, ReaderContext
from policies.statement import Via

CHANNELS = {"email": Via.EMAIL, "sms": Via.SMS, "note": Via.REP, "form": Via.WEB}
"""How a message came; a note is what a rep wrote down of a call."""
_YEARS = range(1970, 2200)


def labelled(line: bytes) -> str:
    """Return the labels of one message as a JSON line.

    Raise `InputError` naming the key that cannot be used.
    """
    given = _object(line)
    heard = Heard(
        _text(given, "text"),
        _received(given),
        _via(given),
        _text(given, "subject", ""),
        _text(given, "lang", "") or None,
        _text(given, "name", ""),
    )
    labels = labels_of(shipped_reader()(heard, ReaderContext()))
    record = {"id": _id(given)} | {str(key): label for key, label in labels.items()}
    try:
        return _printable(json.dumps(record, ensure_ascii=False))
    except UnicodeEncodeError:  # half of a surrogate pair, which only JSON's own escapes can say
        return json.dumps(record)


def _printable(text: str) -> str:
    text.encode()
    return text


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("this is not a JSON object in UTF-8") from error
    if not isinstance(given, dict):
        raise InputError("this is not a JSON object in UTF-8")
    return given


def _id(given: Mapping[str, Any]) -> str | int:
    found = given.get("id")
    if isinstance(found, str | int) and not isinstance(found, bool):
        return found
    raise InputError("`id` must be text or a number")


def _text(given: Mapping[str, Any], key: str, otherwise: str | None = None) -> str:
    found = given.get(key)
    if found is None and otherwise is not None:
        return otherwise
    if isinstance(found, str):
        return found
    msg = f"`{key}` must be text"
    raise InputError(msg)


def _via(given: Mapping[str, Any]) -> Via:
    found = given.get("channel")
    if isinstance(found, str) and found in CHANNELS:
        return CHANNELS[found]
    msg = f"`channel` must be one of {', '.join(CHANNELS)}"
    raise InputError(msg)


def _received(given: Mapping[str, Any]) -> datetime:
    """Return when it was received; without an offset it is what the person's clock showed."""
    found = given.get("received_at")
    try:
        at = datetime.fromisoformat(found if isinstance(found, str) else "")
    except ValueError as error:
        raise InputError("`received_at` must be a moment, such as 2026-11-24T10:00:00-05:00") from (
            error
        )
    if at.year not in _YEARS:
        raise InputError("`received_at` is too far away")
    return at if at.tzinfo else at.replace(tzinfo=UTC)
