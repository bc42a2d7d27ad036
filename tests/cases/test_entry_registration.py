"""From the admissions list to a record, a number and a seat, through the door."""

from datetime import date

from tests.small_city import SmallCity
from xueji.cases.batch.work import Step
from xueji.cases.door import act, act_many
from xueji.cases.models import Case, Decision, Effect
from xueji.parties.models import City
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, EnrollmentQuota, Entrant, NumberAssignment, StudentForm, StudentRecord
from xueji.vocabulary.parties import Role


def cases_of(entrants: list[Entrant]) -> list[int]:
    keys = [entrant.pk for entrant in entrants]
    return list(Case.objects.filter(entrant_id__in=keys).order_by("pk").values_list("pk", flat=True))


def test_a_first_grader_gets_record_number_seat_and_form(city: SmallCity) -> None:
    actor = city.actor()
    (entrant,) = city.entrants(1)
    group = city.class_group()
    with scope(actor):
        (case,) = cases_of([entrant])
        for event, answers in (("claim", {}), ("register", {}), ("assign", {"class_group": group.pk})):
            outcome = act(Step(case, event, answers), actor=actor)
            assert outcome.taken, outcome.reasons
        entrant.refresh_from_db()
        record = StudentRecord.objects.get(student=entrant.student)
        spell = Enrollment.objects.get(record=record)
        numbers = dict(NumberAssignment.objects.filter(record=record).values_list("scheme", "number"))
        assert (record.standing, record.established_on) == ("studying", date(2015, 9, 1))
        assert (spell.class_group_id, spell.seat_number) == (group.pk, 1)
        assert numbers["L"].startswith("L110229")
        assert len(numbers["L"]) == 19
        assert len(numbers["CITY"]) == 16
        assert len(numbers["EID"]) == 8
        form = StudentForm.objects.get(student=entrant.student)
        assert form.answers["name"] == entrant.name
        assert form.missing > 0
        quota = EnrollmentQuota.objects.get(school=city.school, grade="P1")
        assert (quota.held, quota.taken) == (0, 1)
        done = Case.objects.get(pk=case)
        assert (done.state, done.outcome, done.version) == ("established", "approved", 4)
        assert Decision.objects.filter(case=case).count() == 4
        assert Effect.objects.filter(name="report_to_national_system").count() == 1


def test_registration_closes_after_the_tenth_working_day(city: SmallCity) -> None:
    actor = city.actor()
    entrants = city.entrants(2)
    City.objects.update(training_date=date(2015, 9, 16))
    with scope(actor):
        first, second = cases_of(entrants)
        assert act(Step(first, "claim"), actor=actor).taken
    City.objects.update(training_date=date(2015, 9, 17))
    with scope(actor):
        outcome = act(Step(second, "claim"), actor=actor)
        assert not outcome.taken
        assert [reason.rule for reason in outcome.reasons] == ["within_registration_period"]
        late = act(Step(first, "register"), actor=actor)
        assert "within_registration_period" in [reason.rule for reason in late.reasons]


def test_a_batch_never_holds_more_places_than_there_are(city: SmallCity) -> None:
    EnrollmentQuota.objects.filter(school=city.school, grade="P1").update(granted=3)
    actor = city.actor()
    entrants = city.entrants(5)
    with scope(actor):
        keys = cases_of(entrants)
        act_many([Step(key, "claim") for key in keys], actor=actor)
        outcomes = act_many([Step(key, "register") for key in keys], actor=actor)
        assert [outcome.taken for outcome in outcomes] == [True, True, True, False, False]
        assert {reason.rule for reason in outcomes[4].reasons} == {"place_is_free"}
        quota = EnrollmentQuota.objects.get(school=city.school, grade="P1")
        assert (quota.held, quota.taken) == (3, 0)


def test_another_schools_case_and_an_absent_one_look_alike(city: SmallCity) -> None:
    (entrant,) = city.entrants(1)
    stranger = city.actor(Role.REGISTRAR, city.schools[1])
    with scope(city.actor()):
        (case,) = cases_of([entrant])
    with scope(stranger):
        other = act(Step(case, "claim"), actor=stranger)
        absent = act(Step(case + 10_000, "claim"), actor=stranger)
        assert other.reasons == absent.reasons
        assert not other.taken
