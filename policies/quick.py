"""Frozen records that are filled as fast as open ones.

A frozen dataclass sets every field through `object.__setattr__`, seven times the price of an
assignment. One letter needs 35 records with 285 fields: a twelfth of its whole time. So while such
a record is being filled, it is an instance of an open twin of the same layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quick(kind: type[T]) -> type[T]:
    """Return this frozen dataclass with slots, with another `__init__` of the same signature.

    Raises `TypeError` for a kind with a parent, with `__post_init__`, or with fields that are not
    given in order: nobody may ever see one that is half filled.
    """
    several = fields(kind)  # type: ignore[arg-type] # a dataclass, or `fields` says that it is none
    plain = all(one.init and not one.kw_only for one in several)
    if kind.__mro__ != (kind, object) or hasattr(kind, "__post_init__") or not plain:
        msg = f"`{kind.__name__}` is more than a frozen record: it cannot be filled quickly"
        raise TypeError(msg)
    slots = tuple(one.name for one in several)
    twin = type(kind.__name__, (), {"__slots__": slots})
    known: dict[str, Any] = {"_set": object.__setattr__, "_twin": twin, "_kind": kind}
    text = "\n ".join(_written(several, known))
    exec(text, known)  # as `dataclasses` itself does, and of nothing but names of fields
    filling = known["__init__"]
    filling.__qualname__ = f"{kind.__qualname__}.__init__"
    kind.__init__ = filling  # type: ignore[method-assign] # that is what this is for
    return kind


def _written(several: tuple[Field[Any], ...], known: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the `__init__`; what they name is put into `known`."""
    given = ["self"]
    for one in several:
        if one.default is MISSING and one.default_factory is MISSING:
            given.append(one.name)
        else:
            given.append(f"{one.name}=_default_{one.name}")
            known[f"_default_{one.name}"] = one.default  # `MISSING`: made anew each time
            known[f"_make_{one.name}"] = one.default_factory
    yield f"def __init__({', '.join(given)}):"
    for one in several:
        if one.default_factory is not MISSING:
            here = one.name
            yield f"if {here} is _default_{here}: {here} = _make_{here}()"
    yield "_set(self, '__class__', _twin)"
    yield from (f"self.{one.name} = {one.name}" for one in several)
    yield "self.__class__ = _kind"
