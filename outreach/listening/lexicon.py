"""The words of one language and the classes they belong to.

A text becomes a string with one sign a word: words with the same classes have the same sign, so
that a rule over classes is a regular expression over signs. A word one slip of the finger from one
we know, and from no other, is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from outreach.listening.slips import near
from policies.quick import quick

SOFT, HARD, ASKS, LINE, OTHER = ",", ".", "?", "\n", "\x01"
"""The signs of a comma and its like, of the end of a sentence, a question, a line; other words."""
_PARTS = {"soft": SOFT, "number": SOFT, "hard": HARD, "asks": ASKS, "line": LINE}
_ELIDED = r"(?:qu|jusqu|lorsqu|puisqu|all|dell|dall|nell|sull|quest|un|[mtldnsjc])'(?=\w|\Z)"
_ADDRESS = (
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\w[\w-]*\.(?:example|com|net|org|info|io|co|eu|de|fr|es|it|pt|nl|uk)\b"
)
_PIECE = re.compile(
    rf"(?P<word>(?<!\w){_ELIDED}|{_ADDRESS}|\w+(?:'\w+)*)"
    r"|(?P<asks>[.!。！]*[?？][.!?。！？]*)|(?P<number>\.(?=\s*\d))|(?P<hard>[.!。！]+|\n\s*\n)|(?P<soft>[,;:()…、，；]|(?<=\s)-+(?=\s))|(?P<line>\n)"
)
_BEATEN = re.compile(r"(?:(?<![^\n])|(?<=[.!?] ))(?:[\w']+[.!]+ ){2,}[\w']+(?![\w ])")
"""Three words and more with a full stop behind each are one sentence ("Leave. Me. Alone.")."""
_ANY_ADDRESS = "a@b.c"
"""How a lexicon says which classes an address is of."""
_BRACES = re.compile(r"\{([^{}]*)\}")
_ENDINGS = re.compile(r"<(\w+)>")
_INSIDE = re.compile(r"\w'\w")
_FIRST_SIGN = 0x100
_SLIPPED = 5
"""Shorter words are too close to others to forgive a slip."""
_SHORTEST_VERB = 4
_LONGEST = 80
"""Letters of a word that are looked at: what goes on was written to keep us busy."""
_SETTINGS = ("enclitics", "endings")


@dataclass(frozen=True, slots=True)
class Signs:
    """A text as signs, with the folded offsets at which each begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@quick
@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or what parts words, with its folded offsets."""

    text: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words, their beginnings and ends, and phrases with their signs; the classes of every sign."""

    words: Mapping[str, str]
    stems: Mapping[str, str]
    tails: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """By the first word: the words behind it and the sign of the whole, the longest first."""
    classes: Mapping[str, frozenset[str]]
    slips: Mapping[str, frozenset[str]]
    """What is left of a word when one letter is, with the words it may be left of."""
    enclitics: tuple[str, ...]
    unspaced: re.Pattern[str] | None

    def signs(self, text: str, *, strict: bool = False) -> Signs:
        """Return a folded text as signs; strictly, a slip of the finger is an unknown word."""
        pieces = self.pieces(text)
        found = list(self._signed(pieces, strict=strict))
        return Signs(
            "".join(sign for sign, _, _ in found),
            tuple(pieces[first].start for _, first, _ in found),
            tuple(pieces[last].end for _, _, last in found),
        )

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return the words of a folded text, and what parts them."""
        return _pieces(text) if self.unspaced is None else _pieces(text, self.unspaced)

    def _signed(self, pieces: tuple[Piece, ...], *, strict: bool) -> Iterator[tuple[str, int, int]]:
        """Yield each sign with the first and the last piece it stands for."""
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece.kind != "word":
                yield _PARTS[piece.kind], at, at
                at += 1
                continue
            last, sign = at, ""
            for tail, whole in self.phrases.get(piece.text, ()):
                last = _after(pieces, at, tail)
                if last > at:
                    sign = whole
                    break
            for one in [sign] if sign else _signs_of(self, piece.text, strict):
                yield one, at, max(at, last)
            at = max(at, last) + 1


def _after(pieces: tuple[Piece, ...], at: int, tail: tuple[str, ...]) -> int:
    """Return the last piece of a phrase that starts at one, or the same where it is not there."""
    for wanted in tail:
        at += 1
        if at < len(pieces) and pieces[at].kind == "line":
            at += 1
        if at >= len(pieces) or pieces[at].kind != "word":
            return -1
        said = pieces[at].text
        if not (said.startswith(wanted[:-1]) if wanted[-1] == "*" else _names(said, wanted)):
            return -1
    return at


def _names(said: str, wanted: str) -> bool:
    """Return whether it is this word, or its genitive ("the commissioner's office")."""
    return said == wanted or said == f"{wanted}'s"


@lru_cache(maxsize=16)
def _pieces(text: str, pattern: re.Pattern[str] = _PIECE) -> tuple[Piece, ...]:
    beaten = [range(match.start(), match.end()) for match in _BEATEN.finditer(text)]
    return tuple(
        Piece(match[0], match.lastgroup or "", match.start(), match.end())
        for match in pattern.finditer(text)
        if not (match.lastgroup == "hard" and any(match.start() in one for one in beaten))
    )


@lru_cache(maxsize=32_768)
def _signs_of(lexicon: Lexicon, word: str, strict: bool) -> tuple[str, ...]:
    """Return the sign of a word, or those of a verb and the pronouns written onto it."""
    word = word[:_LONGEST]
    exact = _known(lexicon, word)
    if exact:
        return (exact,)
    if strict:
        return _parted(lexicon, word, _known) or (OTHER,)
    near = _slipped(lexicon, word)
    return (
        _parted(lexicon, word, _known)
        or (near and (near,))
        or _parted(lexicon, word, _slipped)
        or (OTHER,)
    )


def _parted(lexicon: Lexicon, word: str, known: Callable[[Lexicon, str], str]) -> tuple[str, ...]:
    """Return a verb and its pronouns ("mandar|me|los"); nothing where the word is none."""
    for enclitic in lexicon.enclitics:
        verb = word.removesuffix(enclitic)
        if verb == word or len(verb) < _SHORTEST_VERB:
            continue
        signs = known(lexicon, verb) or _parted(lexicon, verb, known)
        if signs:
            return (*signs, _known(lexicon, enclitic) or OTHER)
    return ()


def _slipped(lexicon: Lexicon, word: str) -> str:
    """Return the sign of the words this is a slip of, if they are of one kind."""
    if len(word) < _SLIPPED or lexicon.unspaced is not None:
        return ""
    meant = {
        lexicon.words[other]
        for left in (word, *_left_of(word))
        for other in lexicon.slips.get(left, ())
        if other[0] == word[0] and near(word, other)
    }
    return meant.pop() if len(meant) == 1 else ""


def _known(lexicon: Lexicon, word: str) -> str:
    exact = lexicon.words.get(_ANY_ADDRESS if "@" in word else word)
    if exact is not None:
        return exact
    for length in range(len(word), 2, -1):
        sign = lexicon.stems.get(word[:length])
        if sign is not None:
            return sign
    for start in range(1, len(word) - 2 if lexicon.tails else 0):
        sign = lexicon.tails.get(word[start:])
        if sign is not None:
            return sign
    return lexicon.words.get(word.removesuffix("'s"), "") if word.endswith("'s") else ""


def _left_of(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def lexicon_from(data: Mapping[str, Any], *, spaced: bool) -> Lexicon | None:
    """Return the lexicon of a parsed `[words]` section; None where a language has none.

    `{a,b}` stands for either, a `*` for any ending, or in front for any beginning. `idle` words are
    known, and nothing else: no slip of another word. `enclitics` are pronouns written onto a verb;
    `<name>` opens into the endings of that name under `endings`.
    """
    if not data:
        return None
    classes = _classes(data)
    signs = {
        group: chr(_FIRST_SIGN + number)
        for number, group in enumerate(
            sorted(set(classes.values()), key=lambda group: sorted(group))
        )
    }
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    tails: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry, group in classes.items():
        parts = entry.split(" ")
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append((tuple(parts[1:]), signs[group]))
        elif entry.startswith("*"):
            tails[entry[1:]] = signs[group]
        elif entry.endswith("*"):
            stems[entry[:-1]] = signs[group]
        else:
            words[entry] = signs[group]
    return Lexicon(
        words,
        stems,
        tails,
        {first: tuple(sorted(tails, key=lambda t: -len(t[0]))) for first, tails in phrases.items()},
        {sign: group for group, sign in signs.items()},
        _slips(words),
        tuple(sorted(data.get("enclitics", ()), key=len, reverse=True)),
        None if spaced else _unspaced(words),
    )


def _classes(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return every entry with all classes it is listed under, its channel's among them."""
    classes: dict[str, set[str]] = {}
    endings = data.get("endings", {})
    for name, listed in data.items():
        if name in _SETTINGS:
            continue
        forms = listed if isinstance(listed, dict) else {name: listed}
        for form, entries in forms.items():
            for entry in entries:
                for written in _written(_ended(entry, endings)):
                    classes.setdefault(written, set()).update({name, form} - {"idle"})
    return {entry: frozenset(group) for entry, group in classes.items()}


def _ended(entry: str, endings: Mapping[str, Iterable[str]]) -> str:
    return _ENDINGS.sub(lambda name: "{" + ",".join(endings[name[1]]) + "}", entry)


def _written(entry: str) -> Iterator[str]:
    """Yield the ways an entry is written: braces opened, hyphens parted, apostrophes left out."""
    halves = _BRACES.split(entry)
    choices = [half.split(",") if at % 2 else [half] for at, half in enumerate(halves)]
    for chosen in product(*choices):
        words = [piece.text for piece in _pieces("".join(chosen).replace("*", "\u02e3"))]
        written = " ".join(words).replace("\u02e3", "*")
        yield written
        if _INSIDE.search(written):
            yield written.replace("'", "")


def _slips(words: Iterable[str]) -> dict[str, frozenset[str]]:
    left: dict[str, set[str]] = {}
    for word in words:
        if len(word) >= _SLIPPED:
            for rest in (word, *_left_of(word)):
                left.setdefault(rest, set()).add(word)
    return {rest: frozenset(meant) for rest, meant in left.items()}


def _unspaced(words: Iterable[str]) -> re.Pattern[str]:
    """Return what parts a text without spaces: the longest words it knows, else single letters."""
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?P<word>{known}|[a-z0-9']+|\w)|(?P<asks>[?？]+)|(?P<hard>[.!。！]+|\n\s*\n)|(?P<soft>[,;:()、，；])|(?P<line>\n)"
    )
