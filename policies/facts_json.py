"""Facts as plain JSON and back, so that a recorded decision can be judged again to the byte.

Words are not kept: a statement is stored by its id, its moment and what was understood of it. Give
`words` to read the quotes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from policies import statement
from policies.facts import Facts, GivenConsent
from policies.statement import Meaning, Statement, WallTime

T = TypeVar("T")
Json = Any
"""Plain JSON data, or a type hint to read it by."""

_MEANINGS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Meaning)}
_NAMED = frozenset([*_MEANINGS.values(), WallTime])
_ADDED: Mapping[type[Any], tuple[str, ...]] = {
    Facts: ("colleagues", "through", "elsewhere"),
    GivenConsent: ("kind", "to", "topic"),
}
"""Fields younger than facts that are kept: left out while empty, so that those stay as written."""
_BY_HAND = ("statements", "consents")
"""The fields of facts that hold kinds of which something is left out, or which name themselves."""


def to_text(facts: Facts) -> str:
    """Return these facts as compact JSON, without anybody's words.

    What holds no kind that is opened by hand is written by the encoder itself, in a third of the
    time.
    """
    by_hand = any(getattr(facts, name) for name in _BY_HAND)
    return _text(_opened(facts), orjson.OPT_PASSTHROUGH_DATACLASS if by_hand else 0)


def to_json(facts: Facts) -> dict[str, Any]:
    """Return plain JSON data for these facts, without anybody's words."""
    plain: dict[str, Any] = orjson.loads(to_text(facts))
    return plain


def from_json(data: Mapping[str, Any], words: Mapping[str, str] | None = None) -> Facts:
    """Return the facts again; `words` maps statement ids to what was said."""
    spoken = words or {}
    said = [{**each, "words": spoken.get(each["id"], "")} for each in data["statements"]]
    return _build(Facts, {**data, "statements": said})


def meanings_to_json(said: tuple[statement.Understood, ...]) -> list[dict[str, Any]]:
    """Return what was understood as plain JSON data."""
    plain: list[dict[str, Any]] = orjson.loads(_text(said))
    return plain


def meanings_from_json(data: list[dict[str, Any]]) -> tuple[statement.Understood, ...]:
    """Return what was understood again."""
    return tuple(_build(statement.Understood, each) for each in data)


class _Writers(dict[type[Any], Callable[[Any], Json]]):
    """What JSON's encoder is told of a kind that it does not know, found out once for each kind."""

    def __missing__(self, kind: type[Any]) -> Callable[[Any], Json]:
        self[kind] = _writer(kind)
        return self[kind]


_WRITERS = _Writers()


def _writer(kind: type[Any]) -> Callable[[Any], Json]:
    names = [each.name for each in fields(kind) if (kind, each.name) != (Statement, "words")]
    if kind in _NAMED:
        return lambda value: {"is": kind.__name__} | {name: getattr(value, name) for name in names}
    if kind in _ADDED:
        return partial(_without_unset, names=names, added=_unset(kind))
    return lambda value: {name: getattr(value, name) for name in names}


def _unset(kind: type[Any]) -> dict[str, object]:
    """Return the younger fields of a kind with what they hold where nobody set them."""
    return {each.name: each.default for each in fields(kind) if each.name in _ADDED[kind]}


def _without_unset(value: Json, names: list[str], added: Mapping[str, object]) -> Json:
    given = {name: getattr(value, name) for name in names}
    for name, unset in added.items():
        if given[name] == unset:
            del given[name]
    return given


def _opened(value: Json) -> Json:
    """Return one level of a value; the encoder asks again for what is inside."""
    return _WRITERS[type(value)](value)


def _text(value: Json, option: int = orjson.OPT_PASSTHROUGH_DATACLASS) -> str:
    return orjson.dumps(value, default=_opened, option=option).decode()


class _Readers(dict[Json, Callable[[Json], Json]]):
    """What makes a value of a type hint out of its JSON, found out once for each hint."""

    def __missing__(self, hint: Json) -> Callable[[Json], Json]:
        self[hint] = _reader(hint)
        return self[hint]


_READERS = _Readers()


def _build(kind: type[T], data: Mapping[str, Json]) -> T:
    built: T = _READERS[kind](data)
    return built


def _reader(hint: Json) -> Callable[[Json], Json]:
    origin: Json = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of([each for each in get_args(hint) if each is not NoneType])
    if origin is tuple:
        return _several(get_args(hint)[0])
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, (datetime, date)):
        return hint.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {each.value: each for each in hint}.__getitem__
    return _as_it_is


def _as_it_is(data: Json) -> Json:
    return data


def _several(hint: Json) -> Callable[[Json], Json]:
    each = _READERS[hint]
    return lambda data: tuple(map(each, data))


def _record(kind: type[Any]) -> Callable[[Json], Json]:
    """Return what makes a frozen record; a name that it does not have raises `KeyError`."""
    readers = {name: _READERS[hint] for name, hint in get_type_hints(kind).items()}

    def read(data: Mapping[str, Json]) -> Json:
        return kind(**{name: readers[name](each) for name, each in data.items() if name != "is"})

    return read


def _one_of(hints: list[Json]) -> Callable[[Json], Json]:
    """Return what reads one of several kinds: by its name where it has one, never a missing one."""
    plain = _READERS[datetime if datetime in hints else hints[0]]

    def read(data: Json) -> Json:
        if data is None:
            return None
        if isinstance(data, dict) and "is" in data:
            return _READERS[_MEANINGS.get(data["is"], WallTime)](data)
        return plain(data)

    return read
