"""Query budgets of quality.md for cases about records: ≤ 10 for a review, ≤ 16 for the last approval."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pupils import Schools, apply_for, clerk, holder, pupil
from tests.small_city import SmallCity
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config", 'SELECT "parties_city"')


def asked(steps: list[Step], actor: object) -> int:
    with CaptureQueriesContext(connection) as seen:
        outcomes = act_many(steps, actor=actor)  # type: ignore[arg-type]
    assert all(outcome.taken for outcome in outcomes), [outcome.reasons for outcome in outcomes]
    return len([each for each in seen.captured_queries if not each["sql"].startswith(NOT_COUNTED)])


def test_a_review_and_the_last_approval_keep_their_budgets_for_one_and_for_ten(city: SmallCity) -> None:
    schools = Schools(city)
    applicant = clerk(city, schools.near_primary)
    cases = [apply_for(pupil(schools.primary), schools.near_primary, applicant).case_id for _ in range(11)]
    sending = holder(city, cases[0])
    one = asked([Step(cases[0], "approve")], sending)
    ten = asked([Step(case, "approve") for case in cases[1:]], sending)
    assert one == ten <= 10
    district = holder(city, cases[0])
    one = asked([Step(cases[0], "approve")], district)
    ten = asked([Step(case, "approve") for case in cases[1:]], district)
    assert ten <= one <= 16
