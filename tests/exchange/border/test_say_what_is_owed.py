"""What a decision owes becomes one message, composed from the register of the day, with few questions asked."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.exchange.border.messages import ours
from tests.pupils import Schools, apply_for, approve, clerk, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.models import Effect
from xueji.cases.outbox import deliver_owed
from xueji.exchange.border.saying import VERBS, say
from xueji.vocabulary.border.messages import Pupil
from xueji.vocabulary.border.verbs import ToNation


def test_a_transfer_reports_the_child_where_it_is_now(city: SmallCity) -> None:
    schools = Schools(city)
    record = pupil(schools.primary)
    opened = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    for _ in range(3):
        assert approve(city, opened.case_id).taken
    deliver_owed()
    (message,) = (each for each in ours().values() if each.verb == ToNation.REPORT)
    assert (message.about, message.case_id, message.record_id) == (f"record:{record.pk}", opened.case_id, record.pk)
    told = message.body["pupil"]
    assert set(told) == set(Pupil.__annotations__)
    assert (told["school_code"], told["school"]) == (schools.far_primary.code, schools.far_primary.name)
    assert told["national_number"].startswith("G")
    assert (told["standing"], told["left_on"], message.body["event"]) == ("studying", "", "approve")


def test_a_second_delivery_says_nothing_new_and_a_first_asks_five(city: SmallCity) -> None:
    schools = Schools(city)
    opened = apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary))
    for _ in range(3):
        approve(city, opened.case_id)
    with everything():
        effect = Effect.objects.select_related("decision").get(name="report_to_national_system")
        with CaptureQueriesContext(connection) as asked:
            say(effect)
        assert len(asked) == 5
        with CaptureQueriesContext(connection) as asked:
            say(effect)
        assert len(asked) == 1
    assert len(ours()) == 1


def test_every_verb_we_say_is_owed_under_one_name() -> None:
    assert sorted(VERBS.values()) == sorted(ToNation)
