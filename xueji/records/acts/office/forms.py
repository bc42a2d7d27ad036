"""The 72-item form: saved as a draft while incomplete, never with a wrong answer in it."""

from collections.abc import Mapping

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.records.models import StudentForm
from xueji.records.student_form import LOCKED_ITEMS, merged
from xueji.vocabulary.form.items import check_answers, missing
from xueji.vocabulary.text import Text


@office_act("save_student_form")
def save_student_form(
    *, actor: Actor, reason: str, form: StudentForm, given: Mapping[str, str], version: int | None = None
) -> Done:
    """Keep the answers; the form is complete when nothing required is missing. Result is the saved form.

    Raises RefusedError with every fault of the items given, or when somebody saved the form in between.
    """
    if version is not None and version != form.version:
        raise refuse(
            "",
            "stale_page",
            Text("您打开表格之后，他人已修改并保存。", "Somebody saved the form after you opened it."),
            Text("请刷新页面，在最新内容上修改。", "Reload the page and change the latest version."),
        )
    answers = merged(form, given, form.student)
    refuse_all(
        [
            Complaint(fault.key, fault.rule, fault.says, fault.mend)
            for fault in check_answers(answers)
            if fault.key not in LOCKED_ITEMS
        ]
    )
    changed = sorted(key for key in {*answers, *form.answers} if answers.get(key) != form.answers.get(key))
    form.answers, form.missing = answers, len(missing(answers))
    form.completed_on = (form.completed_on or city_today()) if form.missing == 0 else None
    form.version += 1
    form.save(update_fields=["answers", "missing", "completed_on", "version"])
    return Done(f"student:{form.student_id}", {"changed": changed, "missing": form.missing}, form)
