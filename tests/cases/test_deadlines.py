"""What the passing of days does, and what a granted exception reopens."""

from datetime import date

from tests.cases.test_entry_registration import cases_of
from tests.papers import PROOF as PDF
from tests.small_city import SmallCity
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.acts.office.training import move_training_clock
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.models import Case, Evidence, Filing
from xueji.cases.outbox import deliver_owed
from xueji.parties.models import City
from xueji.parties.scope import scope
from xueji.records.models import EnrollmentQuota
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Role


def live_until(city: SmallCity, day: date) -> int:
    clerk = city.city_officer()
    with scope(clerk):
        return move_training_clock(actor=clerk, to=day)


def test_unclaimed_entrants_go_to_the_district_after_the_tenth_day(city: SmallCity) -> None:
    entrants = city.entrants(3)
    assert live_until(city, date(2015, 9, 16)) == 0
    assert live_until(city, date(2015, 9, 17)) == 3
    officer = city.district_officer()
    with scope(officer):
        states = set(Case.objects.values_list("state", "held_by", "due_on"))
        assert {(state, party) for state, party, _ in states} == {("awaiting_cause", "district")}
        key = cases_of(entrants)[0]
        refused = act(Step(key, "assign_cause", {"cause": "no such cause"}, "查无此人"), actor=officer)
        assert [reason.rule for reason in refused.reasons] == ["answer_not_in_list"]


def test_a_deferral_keeps_its_place_until_its_day_has_passed(city: SmallCity) -> None:
    actor = city.actor()
    (entrant,) = city.entrants(1)
    with scope(actor):
        (key,) = cases_of([entrant])
        assert act(Step(key, "claim"), actor=actor).taken
        proof = attach_evidence(actor=actor, file_name="申请.pdf", content=PDF)
        answers = {"deferred_until": "2015-09-18", "cause": "illness", "deferral_proof": proof.pk}
        outcome = act(Step(key, "defer", answers, "住院治疗"), actor=actor)
        assert outcome.taken, outcome.reasons
        assert Evidence.objects.filter(case=key, kind="deferral_proof").count() == 1
        case = Case.objects.get(pk=key)
        assert (case.state, case.due_on) == ("deferred", date(2015, 9, 18))
        assert EnrollmentQuota.objects.get(school=city.school, grade="P1").held == 1
    assert live_until(city, date(2015, 9, 18)) == 0
    assert live_until(city, date(2015, 9, 19)) == 1
    deliver_owed()
    with scope(city.district_officer()):
        case = Case.objects.get(pk=key)
        assert (case.state, case.held_by) == ("unregistered", "district")
        assert EnrollmentQuota.objects.get(school=city.school, grade="P1").held == 0
        filing = Filing.objects.get()
        assert (filing.office, filing.lodged_on) == (city.districts[0], date(2015, 9, 19))


def test_only_a_granted_exception_lets_an_unregistered_child_in(city: SmallCity) -> None:
    actor, officer = city.actor(), city.city_officer()
    (entrant,) = city.entrants(1)
    group = city.class_group()
    with scope(actor):
        (key,) = cases_of([entrant])
        assert act(Step(key, "claim"), actor=actor).taken
        early = act(Step(key, "mark_unregistered", {"cause": "out_of_reach"}, "多次联系未到校"), actor=actor)
        assert "registration_deadline_passed" in [reason.rule for reason in early.reasons]
    live_until(city, date(2015, 9, 17))
    with scope(actor):
        marked = act(Step(key, "mark_unregistered", {"cause": "out_of_reach"}, "多次联系未到校"), actor=actor)
        assert marked.taken, marked.reasons
        late = act(Step(key, "late_register"), actor=actor)
        assert [reason.rule for reason in late.reasons] == ["late_entry_granted"]
    with scope(officer):
        grant_exception(
            actor=officer,
            reason="学生随父母援疆返京",
            kind=ExceptionKind.LATE_ENTRY_REGISTRATION,
            paper_number="京教基二〔2015〕12号",
            starts_on=date(2015, 9, 17),
            ends_on=date(2015, 9, 30),
            entrants=[entrant],
        )
    with scope(actor):
        assert act(Step(key, "late_register"), actor=actor).taken
        case = Case.objects.get(pk=key)
        assert case.state == "registered"
        done = act(Step(key, "assign", {"class_group": group.pk}), actor=actor)
        assert done.taken, [reason.rule for reason in done.reasons]


def test_a_junior_entrant_waits_for_its_record_and_its_clock_stands_still(city: SmallCity) -> None:
    school = city.schools[2]
    actor = city.actor(Role.REGISTRAR, school)
    (entrant,) = city.entrants(1, school=school, grade="J1")
    with scope(actor):
        (key,) = cases_of([entrant])
        for event in ("claim", "register"):
            assert act(Step(key, event), actor=actor).taken
        case = Case.objects.get(pk=key)
        assert (case.state, case.due_on) == ("record_awaited", None)
        found = act(Step(key, "record_found"), actor=actor)
        assert [reason.rule for reason in found.reasons] == ["record_has_arrived"]


def test_the_training_clock_only_moves_forward(city: SmallCity) -> None:
    live_until(city, date(2015, 9, 3))
    assert City.objects.get().training_date == date(2015, 9, 3)
