"""What was typed and shown, written down so that it reads the same on every day and machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

SAME_ON_EVERY_MACHINE = (
    (r"\b([acgikmnopqrst])_[0-9a-v]{24,}(-[0-9a-z]{16})?", r"\1_…"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:…"),
    (r"/claim/[\w-]{20,}", "/claim/…"),
    (r"\b\d+(\.\d+)? [GM]B free", "… GB free"),
    (r"tzdata [\d.]+", "tzdata …"),
    (r"schema \d{4}", "schema …"),
    (r"\d+ values in \d+ packs: \d+", "… values in … packs: …"),
    (r"(\d\d:\d\d):\d\d", r"\1:…"),
    (r"16:3[2-9]", "16:3…"),  # while the engine runs, as long as this machine takes
    (r"for \d+ seconds", "for … seconds"),
    (r"=_[0-9a-f]{32}", "=_…"),
)


@dataclass
class Transcript:
    """A page that grows: prose, commands with what they printed, and mails."""

    folder: Path
    lines: list[str] = field(default_factory=list)

    def say(self, *paragraphs: str) -> None:
        for paragraph in paragraphs:
            self.lines += [paragraph, ""]

    def typed(self, command: str, shown: str) -> None:
        out = self.stable(shown).strip("\n").splitlines()
        self.lines += ["```console", f"$ {command}", *out, "```", ""]

    def paper(self, text: str) -> None:
        self.lines += ["```", *self.stable(text).strip("\n").splitlines(), "```", ""]

    def stable(self, text: str) -> str:
        text = text.replace("\r", "").replace(f"{self.folder}/", "").replace(str(self.folder), ".")
        for pattern, instead in SAME_ON_EVERY_MACHINE:
            text = re.sub(pattern, instead, text)
        return "\n".join(line.rstrip() for line in text.splitlines())

    @property
    def page(self) -> str:
        return "\n".join(self.lines).rstrip() + "\n"
