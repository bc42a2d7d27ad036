"""Every operation under generated requests: no failure of ours, no answer beside the schema, nothing bad taken.

Runs in process, as the program's own role, in one transaction that is rolled back.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import openapi
from schemathesis.checks import CHECKS as KNOWN
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from tests.desks.api.programs import Program
from tests.pupils import apply_for, clerk, pupil
from xueji.desks.api.gateway.limits import LIMITER
from xueji.desks.api.reference import document

if TYPE_CHECKING:
    from tests.pupils import Schools
    from tests.small_city import SmallCity

EXAMPLES = int(os.environ.get("XUEJI_FUZZ_EXAMPLES") or 4)
"""Examples an operation: a few in each run of the tests, many with `make soak`."""

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "missing_required_header",
)


CONFIG = {
    "checks": {
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429]}
    }
}


@pytest.fixture
def keys(city: SmallCity, schools: Schools) -> dict[str, int]:
    """Something to act on under each address."""
    record = pupil(schools.primary)
    entrant = city.entrants(school=schools.near_primary)[0]
    case = apply_for(record, schools.near_primary, clerk(city, schools.near_primary))
    assert case.taken
    return {
        "cases": case.case_id,
        "children": pupil(schools.near_primary).student_id,
        "entrants": entrant.pk,
        "class-groups": city.class_group(school=schools.near_primary).pk,
        "schools": schools.near_primary.pk,
    }


def operations() -> list[Any]:
    from xueji.server.wsgi import application  # noqa: PLC0415 - it reads the settings

    # The key goes along with every request, so none is bad for want of one; test_let_in.py is about keys.
    told = {**document(), "components": {"schemas": document()["components"]["schemas"]}}
    del told["security"]
    schema = openapi.from_dict(told, config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = application
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
def test_no_request_breaks_it(
    city: SmallCity,
    schools: Schools,
    keys: dict[str, int],
    mode: GenerationMode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LIMITER, "a_minute", 10**9)
    # As Django's own test client does: the transaction of the test outlives each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    load_all_checks()
    program = Program(clerk(city, schools.near_primary))
    try:
        found = [fault for operation in operations() for fault in faults_of(operation, mode, program, keys)]
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    assert not found, "\n\n".join(found)


def faults_of(operation: Any, mode: GenerationMode, program: Program, keys: dict[str, int]) -> list[str]:
    """What an operation does wrong, at most one example of it."""
    checks = KNOWN.get_by_names(list(CHECKS))
    real = keys.get(operation.path.removeprefix("/api/v1/").split("/")[0])

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        if real is not None and mode is GenerationMode.POSITIVE and case.path_parameters:
            case.path_parameters["key"] = real
        response = case.call(headers={"Authorization": f"Bearer {program.secret}"})
        case.validate_response(response, checks=checks)

    try:
        holds()
    except Unsatisfiable:
        return []  # it asks nothing, so nothing bad can be sent to it
    except (Exception, FailureGroup) as error:  # noqa: BLE001 - every kind of fault is told
        told = "\n".join(str(each) for each in getattr(error, "exceptions", [error]))
        return [f"{operation.label} [{mode.value}] {type(error).__name__}\n{told}"]
    return []
