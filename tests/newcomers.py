"""Children that come from, or go to, another province: applications with every answer, and the nation's part of them."""

from __future__ import annotations

from itertools import count

from tests.papers import PROOF as PDF
from tests.pupils import group_of
from tests.small_city import resident_id
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door import act, open_case
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import School
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.process.notation import Ask, Proof
from xueji.vocabulary.parties import Party

ARRIVAL = "cross_province_transfer_in"
DEPARTURE = "cross_province_transfer_out"
HEBEI = "130000"
_serial = count(9000)


def described(grade: str = "P3", **changes: object) -> dict[str, object]:
    """What an application says of a child from another province that nobody here knows."""
    document = resident_id(next(_serial), region="130706")
    told: dict[str, object] = {
        "name": "欧阳雨桐",
        "sex": "1",
        "birth_date": f"{document[6:10]}-{document[10:12]}-{document[12:14]}",
        "document_type": "1",
        "document_number": document,
        "nationality": "CHN",
        "ethnicity": "01",
        "residency": "local",
        "national_number": f"G{document}",
        "sending_province": HEBEI,
        "grade": grade,
    }
    return {**told, **changes}


def application(school: School, actor: Actor, procedure: str = ARRIVAL, **changes: object) -> dict[str, object]:
    """Answers to everything a newcomer's application asks: the first code of each list, a paper for each proof."""
    given = described(**changes)  # type: ignore[arg-type]
    with scope(actor):
        for asked in rulebook_in_force().procedure(procedure).asks:
            if asked.key in given:
                continue
            if isinstance(asked, Proof):
                given[asked.key] = attach_evidence(actor=actor, file_name="证明.pdf", content=PDF).pk
            elif asked.kind == "class_group" and given["grade"] in school.grades:
                given[asked.key] = group_of(school, str(given["grade"])).pk
            elif isinstance(asked, Ask) and isinstance(asked.choices, tuple) and asked.choices and asked.required:
                given[asked.key] = asked.choices[0][0]
            elif asked.key == "graduation_year":
                given[asked.key] = "2015"
    return given


def bring(school: School, actor: Actor, procedure: str = ARRIVAL, **changes: object) -> Outcome:
    """Apply at a school for a child from another province."""
    return open_case(Opening(procedure, 0, None, application(school, actor, procedure, **changes)), actor=actor)


def nation_says(case_id: int, event: str, **answers: object) -> Outcome:
    """The national system reports something of a case."""
    return act(Step(case_id, event, answers), actor=system_actor(Party.NATIONAL_SYSTEM))


def asked_for(record_id: int, procedure: str = DEPARTURE, **answers: object) -> Outcome:
    """Another province asks for a child of ours."""
    told = {"application": f"{HEBEI}-{record_id}", "receiving_province": HEBEI, "receiving_school": "宣化区第二小学"}
    return open_case(
        Opening(procedure, record_id, None, {**told, **answers}), actor=system_actor(Party.NATIONAL_SYSTEM)
    )
