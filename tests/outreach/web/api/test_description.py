"""The description of the API is true: what it promises is what is answered, whatever is sent."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from outreach.web.api.app import PATH
from tests.outreach.web.api.conftest import Api

CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
FEW = settings(
    max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def test_whatever_is_sent_is_answered_as_described(api: Api) -> None:
    schema = schemathesis.openapi.from_asgi(f"{PATH}/openapi.json", api.client.app)
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(operations) >= 20
    for operation in operations:
        case = operation.as_strategy()

        @FEW
        @given(case)
        def holds(one: Any) -> None:  # noqa: ANN401
            one.call_and_validate(
                headers={"Authorization": f"Bearer {api.secret}"}, checks=list(CHECKS)
            )

        holds()
