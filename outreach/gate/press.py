"""Templates that only put fields among fixed words: set once, printed for each person.

Jinja runs a program for every file and person, and asks the sandbox at every step. Nearly all words
need no more than *this field here* and *this line only if there is that field*; those are set in
type when the file is read. Whatever else a template does, and every field that is not plain text
which is there, is left to Jinja: what is missing, blank or odd has one place that judges it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import nodes
from markupsafe import Markup, escape

from outreach.gate.fields import Values

MOST_PIECES = 200
"""So few are put together before anybody looks at their length."""
_TAKEN = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})
"""Names that mean something to Jinja itself."""

Test = Callable[[Values], bool]


class BeyondError(LookupError):
    """A template, or a field, asks for more than a press can do."""


@dataclass(frozen=True, slots=True)
class Field:
    """`{{ person.name }}`, or without a group `{{ topic }}`."""

    group: str | None
    name: str

    def of(self, known: Values) -> object:
        """Return what is known; raise `LookupError` where nothing is."""
        if self.group is None:
            return known[self.name]
        group = known[self.group]
        if type(group) is not dict:
            raise BeyondError
        return group[self.name]

    def text(self, known: Values) -> str:
        """Return plain text that is not blank; raise `LookupError` for anything else."""
        group = known if self.group is None else known[self.group]
        if type(group) is dict:
            value = group[self.name]
            if type(value) is str and value:
                return value
        raise BeyondError

    def is_there(self, known: Values) -> bool:
        """Say whether something is known and not blank, as `{% if person.name %}` asks."""
        value = self.of(known)
        if value is None or type(value) in (str, bool):
            return bool(value)
        raise BeyondError


@dataclass(frozen=True, slots=True)
class Choice:
    """`{% if ... %}`: one of two runs of pieces."""

    test: Test
    then: tuple[Piece, ...]
    otherwise: tuple[Piece, ...]


Piece = str | Field | Choice


@dataclass(frozen=True, slots=True)
class Press:
    """A template in type. `html`: fields are escaped, but for what is markup already."""

    pieces: tuple[Piece, ...]
    html: bool

    def printed(self, known: Values) -> str | None:
        """Return the text that Jinja would make of it, or None where that is for Jinja to say."""
        out: list[str] = []
        try:
            self._print(self.pieces, known, out)
        except LookupError:
            return None
        return "".join(out)

    def _print(self, pieces: Sequence[Piece], known: Values, out: list[str]) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                out.append(piece)
            elif isinstance(piece, Choice):
                self._print(piece.then if piece.test(known) else piece.otherwise, known, out)
            elif self.html:
                out.append(_in_html(piece, known))
            else:
                out.append(piece.text(known))


def _in_html(field: Field, known: Values) -> str:
    value = field.of(known)
    return value if type(value) is Markup and value else _escaped(field.text(known))


@lru_cache(maxsize=1_024)
def _escaped(text: str) -> str:
    """Return text as HTML; most fields of a letter are the same for everybody."""
    return str(escape(text))


def press_of(template: nodes.Template, *, html: bool) -> Press | None:
    """Return the press for a parsed template, or None where it does more than a press can."""
    try:
        pieces = _set(template.body)
    except BeyondError:
        return None
    return Press(pieces, html) if _count(pieces) <= MOST_PIECES else None


def _count(pieces: Iterable[Piece]) -> int:
    return sum(
        _count(one.then) + _count(one.otherwise) if isinstance(one, Choice) else 1 for one in pieces
    )


def _set(body: Iterable[nodes.Node]) -> tuple[Piece, ...]:
    return tuple(piece for node in body for piece in _pieces(node))


def _pieces(node: nodes.Node) -> Iterable[Piece]:
    match node:
        case nodes.Output(nodes=several):
            return _set(several)
        case nodes.TemplateData(data=words):
            return (words,)
        case nodes.Name() | nodes.Getattr():
            return (_field(node),)
        case nodes.If():
            return _choice(node)
        case _:
            raise BeyondError


def _choice(node: nodes.If) -> tuple[Piece, ...]:
    otherwise = _set(node.else_)
    for one in reversed([node, *node.elif_]):
        otherwise = (Choice(_test(one.test), _set(one.body), otherwise),)
    return otherwise


def _field(node: nodes.Node) -> Field:
    match node:
        case nodes.Name(name=name) if name not in _TAKEN:
            return Field(None, name)
        case nodes.Getattr(node=nodes.Name(name=group), attr=name) if (
            group not in _TAKEN and not name.startswith("_")
        ):
            return Field(group, name)
        case _:
            raise BeyondError


def _test(node: nodes.Node) -> Test:
    match node:
        case nodes.Not(node=one):
            test = _test(one)
            return lambda known: not test(known)
        case nodes.And(left=left, right=right):
            first, second = _test(left), _test(right)
            return lambda known: first(known) and second(known)
        case nodes.Or(left=left, right=right):
            first, second = _test(left), _test(right)
            return lambda known: first(known) or second(known)
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="eq", expr=right)]):
            this, that = _side(left), _side(right)
            return lambda known: this(known) == that(known)
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="ne", expr=right)]):
            this, that = _side(left), _side(right)
            return lambda known: this(known) != that(known)
        case _:
            return _field(node).is_there


def _side(node: nodes.Node) -> Callable[[Values], str]:
    """Return what gives one side of a comparison."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        text: str = node.value
        return lambda known: text
    return _field(node).text
