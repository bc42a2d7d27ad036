"""The city opens or closes a procedure's window against the calendar: for a while, with a reason, and taken back early."""

from datetime import date, timedelta

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Office, WindowException
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import has_windows
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text

LONGEST_DAYS = 60
"""Days an exception may last, both ends counted: longer would be another rule, and rules stand in the rulebook."""
LONGEST_REASON = 300


@office_act("open_window")
def open_window(  # noqa: PLR0913 - what a window is about
    *,
    actor: Actor,
    reason: str,
    procedure: str,
    starts_on: date,
    ends_on: date,
    stage_group: str = "",
    district: Office | None = None,
    paper_number: str = "",
) -> Done:
    """Let applications begin on days that the calendar closes; result is the exception.

    No `stage_group`: every stage; no `district`: every district. Both ends of the days are included.
    """
    return _enter(
        actor,
        reason,
        WindowException(
            procedure=procedure,
            opens=True,
            stage_group=stage_group,
            district=district,
            starts_on=starts_on,
            ends_on=ends_on,
            paper_number=paper_number.strip(),
        ),
    )


@office_act("close_window")
def close_window(  # noqa: PLR0913 - what a window is about
    *,
    actor: Actor,
    reason: str,
    procedure: str,
    starts_on: date,
    ends_on: date,
    stage_group: str = "",
    district: Office | None = None,
    paper_number: str = "",
) -> Done:
    """Let none begin on days that the calendar or another exception opens; result is the exception. Open cases go on."""
    return _enter(
        actor,
        reason,
        WindowException(
            procedure=procedure,
            opens=False,
            stage_group=stage_group,
            district=district,
            starts_on=starts_on,
            ends_on=ends_on,
            paper_number=paper_number.strip(),
        ),
    )


@office_act("end_window_exception")
def end_window_exception(*, actor: Actor, reason: str, exception: WindowException) -> Done:
    """Take an exception back: from today on it no longer holds. What was applied for under it goes on."""
    refuse_all(_reason_faults(reason))
    today = city_today()
    running = WindowException.objects.filter(pk=exception.pk, ended_on__isnull=True, ends_on__gte=today)
    if not running.update(ended_on=today):
        raise refuse(
            "",
            "window_exception_over",
            Text("这项时段例外已经到期或已撤回。", "This exception has run out or has been taken back."),
            Text("无需再办；需要另行调整的，请新增时段例外。", "Nothing is left to do; enter a new one if needed."),
        )
    return Done(f"window:{exception.pk}", {"ended_on": str(today)}, None, None, exception.district_id)


def _enter(actor: Actor, reason: str, made: WindowException) -> Done:
    refuse_all([*_reason_faults(reason), *_subject_faults(made), *_day_faults(made)])
    made.reason, made.entered_by_id = reason.strip(), actor.account_id
    made.save()
    detail = {
        "procedure": made.procedure,
        "stage_group": made.stage_group,
        "starts_on": str(made.starts_on),
        "ends_on": str(made.ends_on),
        "paper": made.paper_number,
    }
    return Done(f"window:{made.pk}", detail, made, None, made.district_id)


def _reason_faults(reason: str) -> list[Complaint]:
    if not reason.strip():
        says = Text("时段例外须写明理由。", "An exception of a window needs a reason.")
        mend = Text("请写明通知名称或具体情况。", "Name the notice, or say what has happened.")
    elif len(reason.strip()) > LONGEST_REASON:
        says = Text(f"理由超过{LONGEST_REASON}字。", f"The reason is longer than {LONGEST_REASON} characters.")
        mend = Text("请精简，详情写在文件里。", "Shorten it; the paper has room for more.")
    else:
        return []
    return [Complaint("reason", "reason_required", says, mend)]


def _subject_faults(asked: WindowException) -> list[Complaint]:
    found = []
    if not has_windows(rulebook_in_force(), asked.procedure):
        found.append(
            Complaint(
                "procedure",
                "procedure_has_windows",
                Text("这项业务没有办理时段。", "This procedure has no windows."),
                Text("请选择有办理时段的业务。", "Choose one that has."),
            )
        )
    if asked.stage_group not in {"", *StageGroup}:
        found.append(
            Complaint(
                "stage_group",
                "stage_group_known",
                Text("学段不存在。", "There is no such stage."),
                Text("请从列表中选择。", "Choose one of the list."),
            )
        )
    if asked.district is not None and asked.district.level != Party.DISTRICT:
        found.append(
            Complaint(
                "district",
                "district_known",
                Text(f"“{asked.district.name}”不是区县。", "This office is no district."),
                Text("请选择区县，或选择全部区县。", "Choose a district, or all of them."),
            )
        )
    return found


def _day_faults(asked: WindowException) -> list[Complaint]:
    found = []
    if asked.starts_on < city_today():
        found.append(
            Complaint(
                "starts_on",
                "window_begins_now",
                Text("时段例外不能从过去的日期开始。", "An exception cannot begin in the past."),
                Text("请填写今天或以后的日期。", "Give today or a later day."),
            )
        )
    if asked.ends_on < asked.starts_on:
        says = Text("截止日期早于开始日期。", "It ends before it begins.")
        found.append(Complaint("ends_on", "window_end", says, Text("请核对日期。", "Check the dates.")))
    elif asked.ends_on - asked.starts_on >= timedelta(days=LONGEST_DAYS):
        says = Text(f"一项时段例外最长{LONGEST_DAYS}天。", f"An exception lasts {LONGEST_DAYS} days at most.")
        mend = Text("请缩短；到期仍需要的，届时再办一项。", "Shorten it; if needed, enter another when it ends.")
        found.append(Complaint("ends_on", "window_longest", says, mend))
    return found
