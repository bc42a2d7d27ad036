"""The schools of the demo without its children, for a dry run on a bare machine."""

import pytest

from xueji.exchange.seeding import demo_city_in_transaction, demo_stands
from xueji.exchange.seeding.plan import BEIJING
from xueji.parties.models import City, School
from xueji.parties.refusals import RefusedError
from xueji.records.models import Student


def test_its_schools_alone_are_enough_for_a_dry_run(nobody_yet: None) -> None:
    demo_city_in_transaction()
    assert School.objects.count() == len(BEIJING.schools)
    assert demo_stands()
    assert not Student.objects.exists()


def test_another_city_is_left_alone(nobody_yet: None) -> None:
    City.objects.create(jurisdiction="beijing", code="110000", name="北京市")
    with pytest.raises(RefusedError):
        demo_city_in_transaction()
    assert not School.objects.exists()
