"""A city of any size has exactly as many children as were asked for."""

from collections import defaultdict

import pytest

from xueji.exchange.seeding.plan import BEIJING
from xueji.exchange.seeding.scale.layout import CLASS_SIZE, Laid, lay_out, shared


def laid(students: int, used: dict[str, set[str]] | None = None) -> list[Laid]:
    return list(lay_out(students, BEIJING.districts, defaultdict(set, used or {})))


@pytest.mark.parametrize("students", [1, 11, 999, 20_000, 2_000_000])
def test_it_holds_exactly_the_children_asked_for(students: int) -> None:
    assert sum(size for school in laid(students) for grade in school.children for size in grade) == students


def test_schools_have_about_a_thousand_children_and_classes_no_more_than_fit() -> None:
    for school in laid(200_000):
        assert 900 <= sum(size for grade in school.children for size in grade) <= 1100
        assert max(size for grade in school.children for size in grade) <= CLASS_SIZE


def test_codes_and_names_are_never_given_twice() -> None:
    schools = laid(2_000_000)
    regions = {plan.code: plan.region_code for plan in BEIJING.districts}
    assert len({school.plan.code for school in schools}) == len(schools)
    assert len({school.plan.name for school in schools}) == len(schools)
    in_numbers = {(regions[each.plan.district], each.plan.category, each.plan.city_code) for each in schools}
    assert len(in_numbers) == len(schools)


def test_codes_in_use_are_passed_over() -> None:
    first = laid(1000)[0].plan
    region = next(plan.region_code for plan in BEIJING.districts if plan.code == first.district)
    again = laid(1000, {"": {first.code}, f"{region}:{first.category}": {first.city_code}})[0].plan
    assert again.code != first.code
    assert again.city_code != first.city_code


def test_parts_add_up_and_follow_their_weights() -> None:
    assert shared(10, [1, 1, 1]) in ([3, 4, 3], [4, 3, 3], [3, 3, 4])
    assert shared(100, [6, 0, 94]) == [6, 0, 94]
