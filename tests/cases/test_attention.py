"""A case is handed to a colleague, hurried by those who wait, and notices are read. None of it moves the case."""

from datetime import date

import pytest

from tests.cases.test_entry_registration import cases_of
from tests.small_city import SmallCity
from xueji.cases.acts.office.attention import hand_over, read_notices, urge
from xueji.cases.attention import colleagues_of, handed_to, notices_for, unseen_count, urges_of
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.models import Case, Handover, Notice, NoticeKind
from xueji.parties.actors import Actor
from xueji.parties.models import City, JournalEntry, Post
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role


def unclaimed(city: SmallCity) -> int:
    entrants = city.entrants(1)
    with scope(city.city_officer()):
        return cases_of(entrants)[0]


def urged(actor: Actor, key: int, reason: str = "家长多次询问") -> None:
    with scope(actor):
        urge(actor=actor, reason=reason, case=Case(pk=key))


def refused_rule(error: RefusedError) -> str:
    return error.complaints[0].rule


def test_the_holder_hands_a_case_to_a_colleague_until_it_moves_on(city: SmallCity) -> None:
    giver, taker = city.actor(), city.actor(Role.REGISTRAR_SUPERVISOR)
    key = unclaimed(city)
    with scope(giver):
        assert [post.pk for post in colleagues_of(giver)] == [giver.post_id, taker.post_id]
        post = Post.objects.get(pk=taker.post_id)
        hand_over(actor=giver, reason="我明天出差", case=Case(pk=key), post=post)
        handed = handed_to(Case.objects.filter(pk=key)).get()
        assert (handed.handed_post, handed.handed_name) == (taker.post_id, taker.name)
        assert Handover.objects.get().note == "我明天出差"
        assert act(Step(key, "claim"), actor=giver).taken
        assert handed_to(Case.objects.filter(pk=key)).get().handed_post is None
    assert JournalEntry.objects.get(act="hand_over").subject == f"case:{key}"


def test_a_handover_ends_with_the_post_it_was_given_to(city: SmallCity) -> None:
    giver, taker = city.actor(), city.actor()
    key = unclaimed(city)
    with scope(giver):
        hand_over(actor=giver, reason="", case=Case(pk=key), post=Post.objects.get(pk=taker.post_id))
        Post.objects.filter(pk=taker.post_id).update(ends_on=date(2015, 9, 1))
        assert handed_to(Case.objects.filter(pk=key)).get().handed_post is None


def test_only_the_holder_hands_over_and_only_to_those_who_decide_there(city: SmallCity) -> None:
    giver, teacher = city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    elsewhere, officer = city.actor(at=city.schools[1]), city.district_officer()
    key = unclaimed(city)
    for who in (teacher, elsewhere, officer):
        with scope(giver), pytest.raises(RefusedError) as wrong:
            hand_over(actor=giver, reason="", case=Case(pk=key), post=Post.objects.get(pk=who.post_id))
        assert refused_rule(wrong.value) == "not_a_colleague"
    with scope(officer), pytest.raises(RefusedError) as not_held:
        hand_over(actor=officer, reason="", case=Case(pk=key), post=Post.objects.get(pk=officer.post_id))
    assert refused_rule(not_held.value) == "not_the_holder"


def test_who_waits_urges_once_a_day_and_the_holder_is_told(city: SmallCity) -> None:
    holder, officer = city.actor(), city.district_officer()
    key = unclaimed(city)
    urged(officer, key)
    with scope(holder):
        (notice,) = notices_for(holder)
        assert (notice.kind, notice.case_id, notice.seen_at) == (NoticeKind.URGED.value, key, None)
        assert [(one.party, one.note) for one in urges_of(Case(pk=key))] == [("district", "家长多次询问")]
    with pytest.raises(RefusedError) as twice:
        urged(officer, key)
    assert refused_rule(twice.value) == "urged_today"


def test_an_urge_of_another_day_is_unread_anew(city: SmallCity) -> None:
    holder, officer = city.actor(), city.district_officer()
    key = unclaimed(city)
    urged(officer, key)
    with scope(holder):
        assert read_notices(actor=holder, notices=notices_for(holder)) == 1
        assert unseen_count(holder) == 0
    City.objects.update(training_date=date(2015, 9, 2))
    urged(officer, key)
    with scope(holder):
        assert unseen_count(holder) == 1
        assert Notice.objects.get().city_date == date(2015, 9, 2)
        assert urges_of(Case(pk=key)).count() == 2


def test_neither_the_holder_nor_a_stranger_urges_and_a_closed_case_is_left_alone(city: SmallCity) -> None:
    key, officer = unclaimed(city), city.district_officer()
    for who, rule in ((city.actor(), "holds_it_already"), (city.actor(at=city.schools[1]), "case_absent")):
        with pytest.raises(RefusedError) as no:
            urged(who, key)
        assert refused_rule(no.value) == rule
    with scope(officer):
        assert act(Step(key, "withdraw_entrant", {}, "家长放弃"), actor=officer).taken
    with pytest.raises(RefusedError) as closed:
        urged(officer, key)
    assert refused_rule(closed.value) == "case_closed"


def test_notices_of_others_are_never_marked_and_unseen_ones_come_first(city: SmallCity) -> None:
    holder, other = city.actor(), city.actor(at=city.schools[1])
    keys = [unclaimed(city), unclaimed(city)]
    for key in keys:
        urged(city.district_officer(), key)
    with scope(city.city_officer()):
        everything = list(Notice.objects.order_by("pk"))
    with scope(other):
        assert read_notices(actor=other, notices=everything) == 0
    with scope(holder):
        assert read_notices(actor=holder, notices=everything[-1:]) == 1
        listed = [notice.case_id for notice in notices_for(holder).order_by("seen", "newest")]
        assert listed == [everything[0].case_id, everything[1].case_id]
        assert read_notices(actor=holder, notices=everything) == 1
