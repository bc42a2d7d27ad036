"""What is said anew takes the place of what came to nothing, and only one of them is on anybody's list."""

from __future__ import annotations

import pytest

from tests.exchange.border.messages import ours, say
from tests.exchange.border.wires import Wire
from tests.newcomers import bring
from tests.pupils import Schools, approve, clerk, decide, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.outbox import deliver_owed
from xueji.exchange.border.courier import carry
from xueji.exchange.border.expecting import mark_silent
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.queries import counts_by_state, unsettled_outgoing
from xueji.parties.clock import city_now
from xueji.parties.scope import scope
from xueji.vocabulary.border.verbs import FromNation, ToNation


def _applied(city: SmallCity, wire: Wire) -> tuple[int, str]:
    schools = Schools(city)
    opened = bring(schools.primary, clerk(city, schools.primary))
    assert opened.taken, opened.reasons
    assert approve(city, opened.case_id).taken
    deliver_owed()
    carry(wire)
    (key,) = wire.taken
    return opened.case_id, key


def _to_act_on(city: SmallCity) -> list[str]:
    officer = city.city_officer()
    with scope(officer):
        return [message.key for message in unsettled_outgoing(officer)]


@pytest.mark.parametrize("stuck", [False, True], ids=["its check failed", "it was silent"])
def test_a_resubmitted_application_takes_the_old_one_off_the_list(city: SmallCity, stuck: bool) -> None:
    wire = Wire()
    case, key = _applied(city, wire)
    if stuck:
        with everything():
            mark_silent(city_now().replace(year=2030))
        assert decide(case, "send_back_when_stuck", city.city_officer(), "无回音").taken
    else:
        wire.tell(FromNation.CHECK_FAILED, ours()[key].about, {"code": "E04", "text": "未查到该生"}, key)
        collect(wire)
    assert _to_act_on(city) == [key], "until it is said anew, somebody has to act"
    assert decide(case, "resubmit", clerk(city, city.school)).taken
    assert approve(city, case).taken
    deliver_owed()
    anew = [message for message in ours().values() if message.verb == ToNation.APPLY and message.key != key]
    assert [message.state for message in anew] == ["queued"]
    assert ours()[key].replaced_by_id == anew[0].pk
    assert _to_act_on(city) == []
    officer = city.city_officer()
    with scope(officer):
        assert "rejected" not in counts_by_state(officer)
    carry(wire)
    assert wire.taken[anew[0].key].about == wire.taken[key].about


def test_a_report_of_today_makes_an_old_rejected_one_past_but_no_other_verb_and_no_other_child(city: SmallCity) -> None:
    first, second = pupil(city.school), pupil(city.school)
    old, other, number = say(first), say(second), say(first, ToNation.REQUEST_NUMBER)
    wire = Wire()
    carry(wire)
    for key in (old, other, number):
        verb = FromNation.NUMBER_REFUSED if key == number else FromNation.REJECTED
        wire.tell(verb, ours()[key].about, {"code": "E1", "text": "x"}, key)
    collect(wire)
    anew = say(first)
    assert ours()[old].replaced_by_id == ours()[anew].pk
    assert sorted(_to_act_on(city)) == sorted([other, number])
