"""The rulebook that is in force in a house: read again as soon as one of its files has changed.

An engine runs for months, and `outreach packs adopt` is another process. Whoever is about to judge
asks here, and looks at the files' names, sizes and times alone; only what changed is read. While a
file cannot be used, nothing is judged at all: the fault is raised to whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from outreach.bootstrap.own_packs import OWN, Adopted, house_rulebook
from policies.rulebook import Rulebook

_Seen = tuple[tuple[str, int, int, int], ...]
"""Every file with its number, its size in octets and its time in nanoseconds."""


@dataclass(frozen=True, slots=True)
class _Kept:
    seen: _Seen
    rulebook: Rulebook


class InForce:
    """Gives the rulebook of a house's folder as its files are now. Safe to ask from any thread."""

    def __init__(self, folder: Path, adopted: Adopted) -> None:
        self._folder = folder
        self._adopted = adopted
        self._kept = self._read()

    def __call__(self) -> Rulebook:
        """Return the rulebook, the same object as long as no file changes.

        Raises `PackError` or `SetupError` where the files cannot be used as they are.
        """
        kept = self._kept
        if _look(self._folder / OWN) != kept.seen:
            self._kept = kept = self._read()
        return kept.rulebook

    def _read(self) -> _Kept:
        """Look before reading: what changes meanwhile is read the next time."""
        seen = _look(self._folder / OWN)
        return _Kept(seen, house_rulebook(self._folder, self._adopted))


def _look(folder: Path) -> _Seen:
    if not folder.is_dir():  # most houses have no packs of their own
        return ()
    found = []
    for path in folder.rglob("*"):
        try:
            known = path.stat()
        except OSError:  # gone since it was listed
            continue
        found.append((str(path), known.st_ino, known.st_size, known.st_mtime_ns))
    return tuple(sorted(found))
