"""The 72-item form of a child: what the admission already tells, and what is not the form's to change."""

from collections.abc import Mapping
from datetime import date

from xueji.records.models import ClassGroup, Entrant, StudentForm
from xueji.records.models.identity import Identity
from xueji.vocabulary.form.items import FORM_ITEMS, check_answers, missing
from xueji.vocabulary.schooling.grades import Grade

KEY_ITEMS = ("name", "sex", "birth_date", "nationality", "document_type", "document_number")
"""关键信息: after establishment they change by their own procedure alone, never on the form."""

DERIVED_ITEMS = ("grade", "class_group", "city_student_number", "class_serial", "entry_month", "name_pinyin", "photo")
"""Items the register fills in itself."""

LOCKED_ITEMS = frozenset({*KEY_ITEMS, *DERIVED_ITEMS})


def blank_form(entrant: Entrant, group: ClassGroup | None, due_on: date | None) -> StudentForm:
    """A draft with all that the admission gave and that passes the form's own checks."""
    answers = {key: str(value) for key, value in entrant.form_answers.items() if str(value).strip()}
    answers |= identity_answers(entrant)
    answers |= {
        "ethnicity": entrant.ethnicity,
        "hukou_place": entrant.hukou_place,
        "grade": Grade(entrant.grade).label.zh,
    }
    if group is not None:
        answers |= {"class_group": group.name, "entry_month": f"{group.school_year}09"}
    answers = {key: value for key, value in answers.items() if value}
    faulty = {fault.key for fault in check_answers(answers)} - set(KEY_ITEMS)
    answers = {key: value for key, value in answers.items() if key not in faulty}
    return StudentForm(
        student_id=entrant.student_id or 0, answers=answers, missing=len(missing(answers)), due_on=due_on
    )


def identity_answers(who: Identity) -> dict[str, str]:
    """The key items as the register holds them."""
    return {
        "name": who.name,
        "sex": who.sex,
        "birth_date": f"{who.birth_date:%Y%m%d}",
        "nationality": who.nationality,
        "document_type": who.document_type,
        "document_number": who.document_number,
        "name_pinyin": who.name_pinyin,
    }


def merged(form: StudentForm, given: Mapping[str, str], who: Identity) -> dict[str, str]:
    """The form's answers with the open items of `given` laid over them; locked items stay as the register has them."""
    known = {item.key for item in FORM_ITEMS}
    opened = {key: value.strip() for key, value in given.items() if key in known and key not in LOCKED_ITEMS}
    answers = {**form.answers, **opened, **identity_answers(who)}
    return {key: value for key, value in answers.items() if value}
