"""The application under `/api/v1`, with its description (OpenAPI 3.1) at `/api/v1/openapi.json`."""

from __future__ import annotations

from fastapi import FastAPI

from outreach.web.api.admitting import Counter
from outreach.web.api.asking import asking
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
    )
    app.state.counter = counter
    app.include_router(asking)
    app.include_router(telling)
    tell_problems(app)
    return app
