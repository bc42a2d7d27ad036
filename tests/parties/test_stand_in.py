"""代岗: a colleague acts in a post for some days, under the own name and for the one who is away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from xueji.parties.actors import Actor, actor_of
from xueji.parties.acts.office.accounts import deactivate_account, end_post, reset_password
from xueji.parties.acts.office.stand_in import end_stand_in, stand_in
from xueji.parties.models import Account, ApiToken, City, Post
from xueji.parties.queries import open_posts
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party, Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

FIRST = date(2015, 9, 1)


def account_of(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def arrange(by: Actor, absent: Actor, who: Actor, starts: date = FIRST, last: date = date(2015, 9, 30)) -> Post:
    with scope(by):
        post: Post = stand_in(
            actor=by,
            reason="产假",
            post=Post.objects.get(pk=absent.post_id),
            account=account_of(who),
            starts_on=starts,
            last_day=last,
        )
    return post


def refusal(by: Actor, absent: Actor, who: Actor, **days: date) -> set[str]:
    with pytest.raises(RefusedError) as refused:
        arrange(by, absent, who, **days)
    return {complaint.rule for complaint in refused.value.complaints}


def stand_on(day: date) -> None:
    City.objects.update(training_date=day)


def test_a_supervisor_lets_a_teacher_stand_in_for_the_registrar(city: SmallCity) -> None:
    supervisor, absent, teacher = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    post = arrange(supervisor, absent, teacher)
    assert (post.role, post.school, post.ends_on) == ("registrar", city.school, date(2015, 10, 1))
    mine = list(open_posts(teacher.account_id or 0))
    acting = actor_of(mine[-1], Party.SCHOOL)
    assert acting.name == f"{teacher.name}（代{absent.name}）"
    assert acting.role is Role.REGISTRAR
    assert actor_of(mine[0], Party.SCHOOL).name == teacher.name
    assert open_posts(absent.account_id or 0).exists()


def test_it_acts_on_its_first_and_last_day_and_on_no_other(city: SmallCity) -> None:
    supervisor, absent, teacher = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    post = arrange(supervisor, absent, teacher, FIRST + timedelta(days=1), FIRST + timedelta(days=3))
    acts = []
    for days in range(6):
        stand_on(FIRST + timedelta(days=days))
        acts.append(open_posts(teacher.account_id or 0).filter(pk=post.pk).exists())
    assert acts == [False, True, True, True, False, False]


def test_the_one_who_is_back_ends_it(city: SmallCity) -> None:
    supervisor, absent, teacher = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    post = arrange(supervisor, absent, teacher)
    later = arrange(supervisor, absent, teacher, date(2015, 10, 8), date(2015, 10, 9))
    with scope(supervisor):
        end_stand_in(actor=supervisor, reason="返岗", post=post)
        end_stand_in(actor=supervisor, reason="返岗", post=later)
    assert [each.pk for each in open_posts(teacher.account_id or 0)] == [teacher.post_id]
    later.refresh_from_db()
    assert later.ends_on == later.starts_on
    own = Post.objects.get(pk=absent.post_id)
    with scope(supervisor), pytest.raises(RefusedError):
        end_stand_in(actor=supervisor, reason="返岗", post=own)


@pytest.mark.parametrize(
    ("starts", "last", "rule"),
    [
        (FIRST - timedelta(days=1), FIRST, "stand_in_begins_now"),
        (FIRST, FIRST - timedelta(days=1), "stand_in_days"),
        (FIRST, FIRST + timedelta(days=92), "stand_in_days"),
    ],
)
def test_days_in_the_past_and_more_than_ninety_two_are_refused(
    city: SmallCity, starts: date, last: date, rule: str
) -> None:
    supervisor, absent, teacher = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    assert rule in refusal(supervisor, absent, teacher, starts=starts, last=last)


def test_only_a_colleague_stands_in_and_never_the_one_who_decides_it(city: SmallCity) -> None:
    supervisor, absent = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor()
    for who in (supervisor, absent, city.actor(at=city.schools[1]), city.district_officer()):
        assert refusal(supervisor, absent, who) == {"stand_in_is_a_colleague"}
    closed = city.actor(Role.HOMEROOM_TEACHER)
    Account.objects.filter(pk=closed.account_id).update(is_active=False)
    assert refusal(supervisor, absent, closed) == {"stand_in_is_a_colleague"}


def test_a_stand_in_has_no_stand_in_and_stands_in_once(city: SmallCity) -> None:
    supervisor, absent, teacher = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    post = arrange(supervisor, absent, teacher)
    assert refusal(supervisor, absent, teacher) == {"stands_in_already"}
    acting = actor_of(Post.objects.get(pk=post.pk), Party.SCHOOL)
    assert "post_to_stand_in_for" in refusal(supervisor, acting, city.actor(Role.HOMEROOM_TEACHER))


def test_a_post_that_has_ended_and_one_elsewhere_are_refused(city: SmallCity) -> None:
    supervisor, absent, teacher = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    elsewhere, colleague = city.actor(at=city.schools[1]), city.actor(Role.HOMEROOM_TEACHER, city.schools[1])
    assert refusal(supervisor, elsewhere, colleague) == {"account_not_below"}
    Post.objects.filter(pk=absent.post_id).update(ends_on=FIRST)
    assert refusal(supervisor, absent, teacher) == {"post_to_stand_in_for"}


def test_nobody_stands_in_for_the_keeper_of_accounts(city: SmallCity) -> None:
    keeper, other = city.actor(Role.ADMINISTRATOR, city.city), city.actor(Role.ADMINISTRATOR, city.city)
    assert "post_to_stand_in_for" in refusal(keeper, other, city.city_officer())


def test_a_registrar_arranges_nothing(city: SmallCity) -> None:
    assert refusal(city.actor(), city.actor(), city.actor()) == {"not_your_act"}


def test_who_stands_in_elsewhere_is_reached_by_the_office_above_both(city: SmallCity) -> None:
    """A stand-in's post counts as long as it runs, though it has an end."""
    officer, absent = city.city_officer(), city.actor(Role.DISTRICT_OFFICER, city.districts[0])
    colleague, district = city.actor(Role.DISTRICT_OFFICER, city.districts[0]), city.district_officer()
    school_post = Post.objects.create(
        account_id=colleague.account_id, role="registrar", school=city.school, starts_on=FIRST
    )
    Post.objects.filter(pk=colleague.post_id).update(ends_on=None)
    arrange(officer, absent, colleague)
    Post.objects.filter(pk=colleague.post_id).update(ends_on=FIRST)
    assert school_post.account_id == colleague.account_id
    with scope(district), pytest.raises(RefusedError):
        reset_password(actor=district, account=account_of(colleague))


def test_a_leavers_stand_ins_and_tokens_end_with_the_account(city: SmallCity) -> None:
    officer, supervisor = city.district_officer(), city.actor(Role.REGISTRAR_SUPERVISOR)
    absent, teacher = city.actor(), city.actor(Role.HOMEROOM_TEACHER)
    post = arrange(supervisor, absent, teacher)
    token = ApiToken.objects.create(
        name="成绩系统",
        post=post,
        prefix="xj_abc",
        digest="0" * 64,
        issued_by=account_of(teacher),
        expires_on=date(2016, 1, 1),
    )
    with scope(officer):
        deactivate_account(actor=officer, reason="调离", account=account_of(teacher))
    assert not open_posts(teacher.account_id or 0).exists()
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_post_that_ends_takes_its_tokens_along_and_no_others(city: SmallCity) -> None:
    officer, registrar, other = city.district_officer(), city.actor(), city.actor()
    told = {"name": "成绩系统", "prefix": "xj_abc", "issued_by": account_of(registrar), "expires_on": date(2016, 1, 1)}
    ended = ApiToken.objects.create(post_id=registrar.post_id, digest="1" * 64, **told)
    kept = ApiToken.objects.create(post_id=other.post_id, digest="2" * 64, **told)
    with scope(officer):
        end_post(actor=officer, reason="轮岗", post=Post.objects.get(pk=registrar.post_id))
    assert list(ApiToken.objects.filter(revoked_at__isnull=True)) == [kept]
    assert ended.pk
