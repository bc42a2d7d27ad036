"""The city edits its year: single days and the dates of term."""

from datetime import date

from xueji.parties.actors import Actor
from xueji.parties.models import CalendarDay, Term
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text


@office_act("edit_calendar_day")
def edit_calendar_day(*, actor: Actor, reason: str, day: date, working: bool) -> Done:
    """Make `day` a working day or a day off, against the national calendar. Needs a reason."""
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("调整工作日须填写依据。", "A change of the calendar needs its basis."),
            Text("请写明通知名称或文号。", "Name the notice or its number."),
        )
    CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "reason": reason.strip()})
    return Done(f"calendar_day:{day}", {"working": working})


@office_act("set_term")
def set_term(*, actor: Actor, reason: str, school_year: int, number: int, starts_on: date, ends_on: date) -> Done:
    """Set the dates of a term. Deadlines of steps entered from now on follow it; open steps keep theirs."""
    if not starts_on < ends_on or starts_on.year not in {school_year, school_year + 1}:
        raise refuse(
            "starts_on",
            "term_dates",
            Text(
                "学期起止日期不合理：须在该学年内，且结束晚于开始。",
                "Term dates must lie in the school year and end after they start.",
            ),
            Text("请核对日期。", "Check the dates."),
        )
    term, _ = Term.objects.update_or_create(
        school_year=school_year, number=number, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    return Done(f"term:{term.pk}", {"starts_on": str(starts_on), "ends_on": str(ends_on)}, term)
