"""Meanings as plain data: what a statement's column holds, and back.

The names in `KINDS` stand in databases: append only, and fields are never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from policies import statement as said
from policies.channel import Channel, Purpose
from policies.statement import Meaning, Scope, Understood, WallTime

KINDS: Mapping[str, type[Meaning]] = {
    "refuse": said.Refuse,
    "avoid": said.Avoid,
    "quiet": said.Quiet,
    "pause": said.Pause,
    "at_most": said.AtMost,
    "not_interested": said.NotInterested,
    "wrong_person": said.WrongPerson,
    "resume": said.Resume,
    "consent": said.Consent,
    "callback": said.Callback,
    "prefer": said.Prefer,
    "place": said.Place,
    "language": said.Language,
    "request": said.Request,
    "unclear": said.Unclear,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in KINDS.values()}


def to_plain(understood: Understood) -> dict[str, Any]:
    """Return one meaning with its span and confidence as plain data."""
    span = {"start": understood.start, "end": understood.end, "confidence": understood.confidence}
    return _meaning(understood.meaning) | span


def from_plain(plain: Mapping[str, Any]) -> Understood:
    """Return the meaning that the plain data holds."""
    return Understood(_read(plain), plain["start"], plain["end"], plain["confidence"])


def _meaning(meaning: Meaning) -> dict[str, Any]:
    values = {name: _value(getattr(meaning, name)) for name in _FIELDS[type(meaning)]}
    return {"kind": _NAMES[type(meaning)], **values}


def _value(value: Any) -> Any:  # noqa: ANN401 -- a field of any meaning
    match value:
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return value.isoformat()
        case WallTime(day, minute):
            return {"day": day.isoformat(), "minute": minute}
        case tuple():
            return list(value)
        case said.Refuse():
            return _meaning(value)
        case _:
            return value


def _read(plain: Mapping[str, Any]) -> Meaning:
    kind = KINDS[plain["kind"]]
    values = {
        name: _field(kind, name, plain[name])
        for name in _FIELDS[kind]
        if plain.get(name) is not None
    }
    if "channel" in _FIELDS[kind]:
        values.setdefault("channel", None)
    if kind is said.Unclear:
        values.setdefault("acted_as", None)
    return kind(**values)


def _field(kind: type[Meaning], name: str, value: Any) -> Any:  # noqa: ANN401
    match name:
        case "channel":
            return Channel(value)
        case "purpose":
            return Purpose(value)
        case "scope":
            return Scope(value)
        case "days" if kind is said.Quiet:
            return tuple(value)
        case "acted_as":
            return _read(value)
        case "at" | "until" if isinstance(value, dict):
            return _when(value)
        case "until":
            return date.fromisoformat(value)
        case _:
            return value


def _when(plain: Mapping[str, Any]) -> WallTime | datetime:
    if "instant" in plain:
        return datetime.fromisoformat(plain["instant"])
    return WallTime(date.fromisoformat(plain["day"]), plain["minute"])
