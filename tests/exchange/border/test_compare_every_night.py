"""The nightly comparison: what differs is found once, and settled by itself once both sides agree."""

from __future__ import annotations

from tests.exchange.border.wires import Wire
from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.exchange.border.children import child_of, children
from xueji.exchange.border.lanes import wire_state
from xueji.exchange.border.reconcile import Compared, reconcile
from xueji.exchange.models import Difference
from xueji.records.models import StudentRecord


def _wire(*records: StudentRecord) -> Wire:
    """An exchange that shows these children as we have them."""
    with everything():
        known = [child_of(record.pk).pupil for record in records]
    return Wire(holds={pupil_["national_number"]: pupil_ for pupil_ in known})


def _open() -> list[tuple[str, str, str]]:
    with everything():
        found = Difference.objects.filter(settled_on__isnull=True).order_by("national_number", "field")
        return [(each.field, each.ours, each.theirs) for each in found]


def test_children_come_in_the_order_of_their_numbers_each_once(city: SmallCity) -> None:
    records = [pupil(city.school) for _ in range(5)]
    with everything():
        numbers = [known.pupil["national_number"] for known in children()]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(records)


def test_every_field_that_differs_is_found_once_and_settled_when_it_agrees(city: SmallCity) -> None:
    first, second = pupil(city.school), pupil(city.school)
    wire = _wire(first, second)
    with everything():
        number = child_of(first.pk).pupil["national_number"]
    assert reconcile(wire) == Compared()
    good = wire.holds[number]
    wire.holds[number] = {**good, "grade": "P2", "name": "王大明", "school": "旧校名"}
    assert reconcile(wire) == Compared(found=2)
    assert reconcile(wire) == Compared()
    assert [field for field, _, _ in _open()] == ["grade", "name"]
    wire.holds[number] = {**good, "grade": "P4"}
    assert reconcile(wire) == Compared(settled=1)
    assert _open() == [("grade", good["grade"], "P4")]
    with everything():
        kept = Difference.objects.get(settled_on__isnull=True)
        assert (kept.record_id, kept.school_id, kept.district_id) == (first.pk, city.school.pk, city.school.district_id)
        assert Difference.objects.get(field="name").settled_how == "agrees"


def test_a_child_that_one_side_lacks_is_a_difference_unless_it_has_gone(city: SmallCity) -> None:
    here, gone = pupil(city.school), pupil(city.school)
    there = pupil(city.school)
    wire = _wire(there)
    with everything():
        StudentRecord.objects.filter(pk=gone.pk).update(standing="transferred_out")
        number = child_of(there.pk).pupil["national_number"]
    stranger = {**wire.holds[number], "national_number": "Z" + number[1:], "name": "外人"}
    wire.holds[stranger["national_number"]] = stranger
    assert reconcile(wire).found == 2
    with everything():
        name = child_of(here.pk).pupil["name"]
    assert sorted(_open()) == [("missing_here", "", "外人"), ("missing_there", name, "")]


def test_a_cut_wire_settles_nothing_and_says_so(city: SmallCity) -> None:
    pupil(city.school)
    wire = _wire()
    assert reconcile(wire).found == 1
    wire.down = True
    assert reconcile(wire).down
    assert len(_open()) == 1
    assert wire_state().down_since is not None
