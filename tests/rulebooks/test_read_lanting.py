"""The odd tenant: another number of levels, of days, and another quota rule, in the same grammar."""

from datetime import date

from xueji.process.loading import load_rulebook
from xueji.vocabulary.parties import Party, Role

LANTING = load_rulebook("lanting")
ENTRY = LANTING.procedure("entry_registration")


def test_it_has_no_city() -> None:
    assert list(LANTING.rulebook.levels) == [Party.PROVINCE, Party.DISTRICT, Party.SCHOOL]
    assert Role.CITY_OFFICER not in LANTING.rulebook.posts
    assert not any(Role.CITY_OFFICER in roles for roles in LANTING.rulebook.office_acts.values())


def test_the_province_does_what_a_city_does_elsewhere() -> None:
    beijing = load_rulebook("beijing_2015").rulebook.office_acts
    # Lanting has no service team that could be founded.
    assert beijing.keys() - LANTING.rulebook.office_acts.keys() == {"found_service_team"}
    assert LANTING.rulebook.office_acts.keys() <= beijing.keys()
    for act, roles in beijing.items():
        if Role.CITY_OFFICER in roles:
            assert LANTING.may(Role.PROVINCE_OFFICER, act), act
    assert set(LANTING.rulebook.exceptions.values()) == {Party.PROVINCE}


def test_its_clocks_run_seven_working_days() -> None:
    assert LANTING.parameters.days("registration_days", date(2015, 9, 1)) == 7
    assert LANTING.parameters.days("review_days", date(2015, 9, 1)) == 7


def test_the_claim_holds_the_place_and_registration_holds_none() -> None:
    holders = {item.event for item in ENTRY.transitions if "hold_place" in item.then.do}
    assert holders == {"claim", "late_register"}


def test_no_state_of_its_own_is_named_as_in_beijing() -> None:
    beijing = load_rulebook("beijing_2015").procedure("entry_registration")
    shared = {state.label.zh for state in beijing.states.values()} & {state.label.zh for state in ENTRY.states.values()}
    assert shared == {"未入学", "导入已撤销"}
