"""What a template may see and do: named fields, no machinery.

A field that is blank is missing: it may be asked about (`{% if person.organisation %}`), but not
written. Whoever edits a house's words is trusted with its voice, not with its machine: no attribute
that begins with an underscore, no calls, no sums, no filter that makes much of little.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment

Values = Mapping[str, Any]
HARMLESS = (
    *("capitalize", "d", "default", "e", "escape", "first", "join", "last", "length", "lower"),
    *("replace", "striptags", "title", "trim", "upper"),
)


class Missing(StrictUndefined):
    """A field that nobody knows; its message is its name alone."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return str(self._undefined_name)


class Blank(Missing):
    """A field that is known and empty: it may be asked about, but not written."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


class Fields:
    """A group of fields as a template sees them: `person.name`."""

    __slots__ = ("known", "name")

    def __init__(self, name: str, known: Values) -> None:
        self.name = name
        self.known = known

    def __getitem__(self, key: str) -> object:
        return seen(f"{self.name}.{key}", self.known, key)

    def __bool__(self) -> bool:
        return any(self.known.values())


def shown(values: Values) -> dict[str, object]:
    """Return values as templates see them."""
    return {key: seen(key, values, key) for key in values}


def seen(name: str, values: Values, key: str) -> object:
    """Return a value as templates see it: groups, text, blanks that cannot be written."""
    if key not in values:
        return Missing(hint=name)
    value = values[key]
    if isinstance(value, dict):
        return Fields(name, value)
    return Blank(hint=name) if value is None or value == "" else value


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates may read fields, choose and repeat, and nothing else."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self, loader: BaseLoader, *, escape: bool) -> None:
        super().__init__(
            loader=loader,
            undefined=Missing,
            autoescape=escape,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals.clear()
        self.filters = {name: FILTERS[name] for name in HARMLESS}

    def getattr(self, obj: object, attribute: str) -> Any:  # noqa: ANN401
        """Return a field of a group at once; anything else goes the sandbox's careful way."""
        if type(obj) is Fields:
            value = obj.known.get(attribute)
            if value and type(value) is str:  # as nearly every field
                return value
            if not attribute.startswith("_"):
                return obj[attribute]
        return super().getattr(obj, attribute)

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Refuse sums: they could fill the memory, and words need none."""
        msg = f"`{operator}` is not for words"
        raise SecurityError(msg)

    def is_safe_callable(self, obj: object) -> bool:
        """Refuse calls; what words need is a filter."""
        return False
