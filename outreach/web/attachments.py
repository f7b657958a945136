"""Answers that a browser keeps as a file."""

from __future__ import annotations

from fastapi.responses import Response


def attachment(content: str | bytes, kind: str, name: str) -> Response:
    """Return a file of this media type, kept under this name, which holds no quotation mark."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=kept)
