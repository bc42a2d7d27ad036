"""What an open spell repeats of its child and of its form, and a case of its entrant: kept by the database."""

from __future__ import annotations

from datetime import date

from tests.desks.classes.pupils import NAMES, pupils
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.records.models import Enrollment, StudentForm
from xueji.records.models.enrollments import COPIES


def copies(student_id: int) -> dict[str, object]:
    return Enrollment.objects.filter(student=student_id, during__upper_inf=True).values(*COPIES).get()


def test_an_open_spell_repeats_its_child_and_its_form_whatever_is_written_to_it(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    with everything():
        form = StudentForm.objects.get(student=child)
        told = {
            "name": child.name,
            "name_pinyin": child.name_pinyin,
            "name_initials": child.name_initials,
            "form_unfinished": form.missing > 0,
            "form_due_on": form.due_on,
        }
        assert copies(child.pk) == told
        child.name = "赵新名"
        child.save(update_fields=["name"])
        StudentForm.objects.filter(pk=form.pk).update(missing=0, due_on=date(2015, 12, 1))
        told |= {"name": "赵新名", "form_unfinished": False, "form_due_on": date(2015, 12, 1)}
        assert copies(child.pk) == told
        Enrollment.objects.filter(student=child, during__upper_inf=True).update(name="x", form_unfinished=None)
        assert copies(child.pk) == told


def test_a_case_repeats_the_school_year_of_its_entrant(city: SmallCity) -> None:
    (entrant,) = city.entrants(1)
    with everything():
        told = Case.objects.filter(entrant=entrant)
        assert told.get().entry_year == entrant.school_year
        told.update(entry_year=1999)
        assert told.get().entry_year == entrant.school_year
