"""Accounts and posts are made by the office above, and nobody reaches beyond it."""

import pytest

from tests.small_city import SmallCity
from xueji.parties.acts.office.accounts import assign_post, create_account, deactivate_account, end_post, reset_password
from xueji.parties.models import Account, JournalEntry, Post
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup
from xueji.vocabulary.parties import Role


def test_a_district_makes_a_registrar_for_its_school(city: SmallCity) -> None:
    officer = city.district_officer()
    with scope(officer):
        account, password = create_account(actor=officer, username="YQ0301", full_name=" 赵 敏 ")
        post = assign_post(actor=officer, account=account, role=Role.REGISTRAR, place=city.school)
    assert (account.username, account.full_name, account.must_change_password) == ("yq0301", "赵敏", True)
    assert account.check_password(password)
    assert post.school == city.school
    assert JournalEntry.objects.filter(act="assign_post", subject=f"account:{account.pk}").exists()


def test_it_cannot_make_posts_beyond_its_schools(city: SmallCity) -> None:
    officer = city.district_officer()
    account = Account.objects.create(username="someone", full_name="钱多")
    for role, place in (
        (Role.REGISTRAR, city.schools[2]),
        (Role.CITY_OFFICER, city.city),
        (Role.DISTRICT_OFFICER, city.districts[0]),
    ):
        with scope(officer), pytest.raises(RefusedError):
            assign_post(actor=officer, account=account, role=role, place=place)
    assert not Post.objects.filter(account=account).exists()


def test_a_registrar_makes_no_accounts(city: SmallCity) -> None:
    actor = city.actor()
    with scope(actor), pytest.raises(RefusedError) as refused:
        create_account(actor=actor, username="abcd1", full_name="孙立")
    assert refused.value.complaints[0].rule == "not_your_act"


def test_a_forgotten_password_is_reset_by_the_office_above_only(city: SmallCity) -> None:
    registrar, officer = city.actor(), city.district_officer()
    stranger = city.actor(Role.DISTRICT_OFFICER, city.districts[1])
    account = Account.objects.get(pk=registrar.account_id)
    with scope(stranger), pytest.raises(RefusedError):
        reset_password(actor=stranger, account=account)
    with scope(officer):
        password = reset_password(actor=officer, account=account)
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password


def test_a_leavers_account_is_closed_and_its_posts_end(city: SmallCity) -> None:
    registrar, officer = city.actor(), city.district_officer()
    account = Account.objects.get(pk=registrar.account_id)
    with scope(officer):
        deactivate_account(actor=officer, reason="调离", account=account)
    account.refresh_from_db()
    assert not account.is_active
    assert not Post.objects.filter(account=account, ends_on__isnull=True).exists()


def test_an_office_cannot_reset_the_password_of_somebody_who_also_sits_above_it(city: SmallCity) -> None:
    registrar, officer = city.actor(), city.district_officer()
    account = Account.objects.get(pk=registrar.account_id)
    Post.objects.create(account=account, role=Role.CITY_OFFICER.value, office=city.city, starts_on="2015-08-01")
    with scope(officer), pytest.raises(RefusedError):
        reset_password(actor=officer, account=account)


def test_an_office_ends_only_posts_below_it(city: SmallCity) -> None:
    registrar, officer = city.actor(), city.district_officer()
    above = Post.objects.create(
        account_id=registrar.account_id, role=Role.CITY_OFFICER.value, office=city.city, starts_on="2015-08-01"
    )
    with scope(officer), pytest.raises(RefusedError):
        end_post(actor=officer, reason="调离", post=above)
    with scope(officer):
        end_post(actor=officer, reason="调离", post=Post.objects.get(pk=registrar.post_id))
    assert list(Post.objects.filter(account_id=registrar.account_id, ends_on__isnull=True)) == [above]


def test_posts_of_the_top_office_are_given_by_its_keeper_of_accounts(city: SmallCity) -> None:
    keeper, officer = city.actor(Role.ADMINISTRATOR, city.city), city.city_officer()
    account = Account.objects.create(username="newcomer", full_name="何静")
    with scope(officer), pytest.raises(RefusedError):
        assign_post(actor=officer, account=account, role=Role.CITY_OFFICER, place=city.city)
    with scope(keeper):
        assign_post(actor=keeper, account=account, role=Role.CITY_OFFICER, place=city.city)
    with scope(keeper), pytest.raises(RefusedError):
        assign_post(actor=keeper, account=account, role=Role.DISTRICT_OFFICER, place=city.city)


def test_a_supervisor_resets_the_password_of_a_colleague(city: SmallCity) -> None:
    registrar, supervisor = city.actor(), city.actor(Role.REGISTRAR_SUPERVISOR)
    elsewhere = city.actor(at=city.schools[1])
    with scope(supervisor):
        reset_password(actor=supervisor, account=Account.objects.get(pk=registrar.account_id))
    with scope(supervisor), pytest.raises(RefusedError):
        reset_password(actor=supervisor, account=Account.objects.get(pk=elsewhere.account_id))


def test_a_supervisor_reaches_neither_the_own_account_nor_another_supervisor(city: SmallCity) -> None:
    supervisor, peer = city.actor(Role.REGISTRAR_SUPERVISOR), city.actor(Role.REGISTRAR_SUPERVISOR)
    for other in (supervisor, peer):
        with scope(supervisor), pytest.raises(RefusedError) as refused:
            reset_password(actor=supervisor, account=Account.objects.get(pk=other.account_id))
        assert refused.value.complaints[0].rule == "account_not_below"


def test_a_homeroom_teacher_is_given_open_classes_of_that_school(city: SmallCity) -> None:
    officer = city.district_officer()
    own, other = city.class_group(), city.class_group(school=city.schools[1])
    closed = city.class_group(2)
    ClassGroup.objects.filter(pk=closed.pk).update(closed_on="2015-09-01")
    account = Account.objects.create(username="teacher", full_name="钱多")
    given = {"actor": officer, "account": account, "place": city.school}
    for classes in ((), (other.pk,), (own.pk, closed.pk)):
        with scope(officer), pytest.raises(RefusedError) as refused:
            assign_post(**given, role=Role.HOMEROOM_TEACHER, class_group_ids=classes)
        assert refused.value.complaints[0].field == "class_groups"
    with scope(officer), pytest.raises(RefusedError):
        assign_post(**given, role=Role.REGISTRAR, class_group_ids=[own.pk])
    with scope(officer):
        post = assign_post(**given, role=Role.HOMEROOM_TEACHER, class_group_ids=[own.pk, own.pk])
    assert post.class_group_ids == [own.pk]
