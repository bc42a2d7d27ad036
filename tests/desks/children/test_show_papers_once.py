"""A document that proves several things, or is handed in again, stands once in the child's life line."""

from __future__ import annotations

import re

from tests.desks.classes.pupils import browser, main_of
from tests.papers import PROOF
from tests.pupils import Schools, answers_for, clerk, decide, holder, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening
from xueji.cases.door import open_case
from xueji.cases.evidence.seeing import paper_kinds
from xueji.cases.models import Case, Decision, Evidence
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.process.notation import Proof

TRANSFER = "in_city_transfer"


def test_one_document_for_every_proof_of_two_steps_is_one_link_that_names_its_uses(city: SmallCity) -> None:
    schools = Schools(city)
    record = pupil(schools.primary)
    actor = clerk(city, schools.near_primary)
    asked = [each for each in rulebook_in_force().procedure(TRANSFER).asks if isinstance(each, Proof)]
    with scope(actor):
        paper = attach_evidence(actor=actor, file_name="户口簿.pdf", content=PROOF)
    same = {each.key: paper.pk for each in asked}
    answers = {**answers_for(record, schools.near_primary, actor), **same}
    outcome = open_case(Opening(TRANSFER, record.pk, None, answers), actor=actor)
    assert outcome.taken, outcome.reasons
    with everything():
        child, case = record.student_id, Case.objects.get(pk=outcome.case_id)
    assert decide(case.pk, "send_back", holder(city, case.pk), "请补正").taken
    with everything():
        case.refresh_from_db()
        resubmits = rulebook_in_force().procedure(TRANSFER).transition(case.state, "resubmit", case.route_row)
    assert resubmits is not None
    again = {each.key: same[each.key] for each in resubmits.asks if isinstance(each, Proof)}
    assert decide(case.pk, "resubmit", actor, **again).taken
    with everything():
        kept = Evidence.objects.filter(case=case, attachment=paper)
        assert kept.count() > kept.values("kind").distinct().count() > 1, "one document, several proofs, two steps"
        assert Decision.objects.filter(case=case).count() == 3
        uses = [paper_kinds(case)[kind].label.zh for kind in dict.fromkeys(kept.values_list("kind", flat=True))]
    shown = re.findall(r"户口簿\.pdf[^<]*", main_of(browser(city.city_officer()).get(f"/children/{child}")))
    assert shown == [f"户口簿.pdf（{'、'.join(uses)}）"]
    page = main_of(browser(actor).get(f"/cases/{case.pk}"))
    told = re.findall(r'xj-life-links">(.*?)</p>', page)
    assert [each.count("户口簿.pdf") for each in told] == [1, 1], "once for each step that brought it"
