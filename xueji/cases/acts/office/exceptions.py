"""批准例外: entered with the paper's number by the office that the rulebook names, for named children or schools."""

from collections.abc import Sequence
from datetime import date

from xueji.cases.models import GrantedException, GrantedExceptionSubject
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse_all
from xueji.records.models import Entrant, StudentRecord
from xueji.vocabulary.facts.entry import ExceptionKind, ExceptionSubject
from xueji.vocabulary.text import Text


@office_act("grant_exception")
def grant_exception(  # noqa: PLR0913 - a paper says all of this
    *,
    actor: Actor,
    reason: str,
    kind: ExceptionKind,
    paper_number: str,
    starts_on: date,
    ends_on: date,
    entrants: Sequence[Entrant] = (),
    schools: Sequence[School] = (),
    records: Sequence[StudentRecord] = (),
) -> Done:
    """Reopen a step for the children or schools that the paper names, until its end.

    A kind of exception names only what `ExceptionKind.names` says: a late entrant has no record yet.
    """
    named = _named(entrants, records, schools)
    refuse_all([*_faults(paper_number, reason, starts_on, ends_on, named=bool(named)), *_misnamed(kind, named)])
    granted = GrantedException.objects.create(
        kind=kind.value,
        paper_number=paper_number.strip(),
        reason=reason.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=actor.account_id,
        office_id=actor.office_id or 0,
    )
    rows = [GrantedExceptionSubject(exception=granted, entrant=entrant) for entrant in entrants]
    rows += [GrantedExceptionSubject(exception=granted, record=record) for record in records]
    rows += [GrantedExceptionSubject(exception=granted, school=school) for school in schools]
    GrantedExceptionSubject.objects.bulk_create(rows)
    detail = {
        "paper": granted.paper_number,
        "entrants": [item.pk for item in entrants],
        "records": [item.pk for item in records],
        "schools": [item.pk for item in schools],
    }
    return Done(f"exception:{granted.pk}", detail, granted)


def _named(
    entrants: Sequence[Entrant], records: Sequence[StudentRecord], schools: Sequence[School]
) -> set[ExceptionSubject]:
    given = {
        ExceptionSubject.ENTRANT: entrants,
        ExceptionSubject.RECORD: records,
        ExceptionSubject.SCHOOL: schools,
    }
    return {subject for subject, named in given.items() if named}


def _misnamed(kind: ExceptionKind, named: set[ExceptionSubject]) -> list[Complaint]:
    """A paper that names what its kind cannot name would open nothing, and nobody would learn why."""
    may = Text(
        "、".join(subject.label.zh for subject in ExceptionSubject if subject in kind.names),
        ", ".join(subject.label.en.lower() for subject in ExceptionSubject if subject in kind.names),
    )
    return [
        Complaint(
            "subjects",
            "exception_names",
            Text(
                f"“{kind.label.zh}”不能指定{subject.label.zh}。",
                f"“{kind.label.en}” cannot name {subject.label.en.lower()}.",
            ),
            Text(f"这一种类可以指定：{may.zh}。", f"This kind can name: {may.en}."),
        )
        for subject in ExceptionSubject
        if subject in named - kind.names
    ]


def _faults(paper_number: str, reason: str, starts_on: date, ends_on: date, *, named: bool) -> list[Complaint]:
    complaints = []
    if not paper_number.strip():
        complaints.append(
            Complaint(
                "paper_number",
                "paper_number",
                Text("文号为空。", "The paper has no number."),
                Text("请填写批准文件的文号。", "Enter the number of the approving paper."),
            )
        )
    if not reason.strip():
        complaints.append(
            Complaint(
                "reason",
                "reason_required",
                Text("批准例外须写明理由。", "An exception needs a reason."),
                Text("请填写理由。", "Enter the reason."),
            )
        )
    if ends_on < starts_on or ends_on < city_today():
        complaints.append(
            Complaint(
                "ends_on",
                "exception_end",
                Text("截止日期早于开始日期或今天。", "The end lies before the start or before today."),
                Text("请核对日期。", "Check the dates."),
            )
        )
    if not named:
        complaints.append(
            Complaint(
                "subjects",
                "exception_subject",
                Text("没有指定学生或学校。", "No child and no school is named."),
                Text("请至少指定一名学生或一所学校。", "Name at least one child or school."),
            )
        )
    return complaints


@office_act("end_exception")
def end_exception(*, actor: Actor, reason: str, exception: GrantedException) -> Done:
    """End an exception early. Steps already taken under it stand."""
    GrantedException.objects.filter(pk=exception.pk, ended_on__isnull=True).update(ended_on=city_today())
    return Done(f"exception:{exception.pk}")
