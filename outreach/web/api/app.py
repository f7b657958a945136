"""The application under `/api/v1`, with its description (OpenAPI 3.1) at `/api/v1/openapi.json`."""

from __future__ import annotations

import re
from typing import Any

from fastapi import Depends, FastAPI
from starlette.routing import Mount

from outreach.web.api.admitting import Counter
from outreach.web.api.asked_once import asked_once
from outreach.web.api.asking import asking
from outreach.web.api.attempted import attempted
from outreach.web.api.enrolling import enrolling
from outreach.web.api.hooking import hooking
from outreach.web.api.importing import Rows, importing
from outreach.web.api.problems import ANSWERS, tell_problems
from outreach.web.api.telling import telling

PATH = "/api/v1"
_ABOUT = """
Ask whether a person may be reached, and hand over what people say. Every answer is the gate's own,
and nothing here gets around it: what is sent is judged again.

Send a key of `outreach keys make` as `Authorization: Bearer KEY`.
"""


def api_of(counter: Counter) -> FastAPI:
    """Return the application that programs talk to."""
    app = FastAPI(
        title="outreach",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=ANSWERS,
        dependencies=[Depends(asked_once)],
    )
    app.state.counter = counter
    for each in (asking, attempted, telling, enrolling, importing, hooking):
        app.include_router(each)
    tell_problems(app)
    _describe_rows(app)
    return app


class Mounted(Mount):
    """The API at its place: whatever comes below is answered by it, a line break in an id too."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(PATH, api_of(counter))
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def _describe_rows(app: FastAPI) -> None:
    """Add the body of an import, which is read after the key and so by no signature of a route."""
    plain = app.openapi

    def whole() -> dict[str, Any]:
        described = plain()
        schema = Rows.model_json_schema(ref_template="#/components/schemas/{model}")
        described["components"]["schemas"].setdefault("Rows", schema)
        return described

    app.openapi = whole  # type: ignore[method-assign]
