"""One section of the settings."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Part of the settings: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
