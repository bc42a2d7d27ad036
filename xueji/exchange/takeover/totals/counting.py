"""Counting what is staged, by sheet, district and school, beside what the register holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db import connection
from django.db.models import Count, Model, Q

from xueji.exchange.models import TakenPlace, TakenRecord, TakenSpell, TakenTotal, TakeOver
from xueji.exchange.models.takeover import THERE, TakenSheet, TakenVerdict, TotalLevel
from xueji.exchange.takeover.rules import broken
from xueji.parties.models import Post, School
from xueji.parties.queries import districts
from xueji.records.models import ClassGroup, Enrollment, EnrollmentQuota, StudentRecord
from xueji.records.models.quotas import QuotaKind

_REFUSED = Q(verdict=TakenVerdict.REFUSE)
_NEW = ~_REFUSED & Q(outcome="")
COUNTS = {
    "rows": Count("pk"),
    "accepted": Count("pk", filter=_NEW),
    "warned": Count("pk", filter=_NEW & Q(verdict=TakenVerdict.WARN)),
    "refused": Count("pk", filter=_REFUSED),
    "there": Count("pk", filter=~_REFUSED & Q(outcome=THERE)),
}
_TABLES: dict[TakenSheet, type[Model]] = {
    TakenSheet.SCHOOLS: School,
    TakenSheet.STAFF: Post,
    TakenSheet.CLASSES: ClassGroup,
    TakenSheet.RECORDS: StudentRecord,
    TakenSheet.SPELLS: Enrollment,
}
UNKNOWN = "?"


def rows_of(takeover: TakeOver, sheet: TakenSheet) -> Any:
    """The staged rows of one sheet."""
    if sheet is TakenSheet.RECORDS:
        return TakenRecord.objects.filter(takeover=takeover)
    if sheet is TakenSheet.SPELLS:
        return TakenSpell.objects.filter(takeover=takeover)
    return TakenPlace.objects.filter(takeover=takeover, sheet=sheet.value)


def in_register(sheet: TakenSheet) -> int:
    """How many rows of this kind the register holds; spells are counted while they are open."""
    table: Any = _TABLES[sheet]
    rows = table.objects.filter(during__upper_inf=True) if sheet is TakenSheet.SPELLS else table.objects.all()
    return int(rows.count())


def on_rolls() -> Counter[str]:
    """Open spells by school code."""
    open_spells = Enrollment.objects.filter(during__upper_inf=True).order_by()
    return Counter(dict(open_spells.values_list("school__code").annotate(n=Count("pk"))))


def count_up(takeover: TakeOver) -> None:
    """Write the lines of the reconciliation anew, and the counts that stand at the head of the page."""
    TakenTotal.objects.filter(takeover=takeover).delete()
    lines = [_sheet_line(takeover, TakenSheet(sheet)) for sheet in takeover.sheets]
    takeover.counts = {line.code: {name: getattr(line, name) for name in COUNTS} for line in lines}
    schools = _school_lines(takeover)
    short = [school for school in schools if school.raised]
    if short:
        # Without a quota row, or with too few places, a child that sits in class would have none.
        places = sum(school.raised for school in short)
        takeover.reasons = [broken("places_raised", schools=len(short), places=places)]
    lines += schools + _district_lines(takeover, schools)
    TakenTotal.objects.bulk_create(lines, batch_size=2000)


def _sheet_line(takeover: TakeOver, sheet: TakenSheet) -> TakenTotal:
    counted = rows_of(takeover, sheet).aggregate(**COUNTS)
    return TakenTotal(
        takeover=takeover,
        level=TotalLevel.SHEET,
        code=sheet.value,
        name=sheet.label,
        before=in_register(sheet),
        faults=faults_of(takeover, sheet),
        **counted,
    )


def faults_of(takeover: TakeOver, sheet: TakenSheet) -> dict[str, int]:
    """How many refused rows broke which rule; a row may break several."""
    return _faults_by(takeover, sheet, "''").get("", {})


def _faults_by(takeover: TakeOver, sheet: TakenSheet, by: str) -> dict[str, dict[str, int]]:
    table = rows_of(takeover, sheet).model._meta.db_table
    of_sheet = "" if sheet in (TakenSheet.RECORDS, TakenSheet.SPELLS) else "AND sheet = %(sheet)s"
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {by}, reason->>'rule', count(DISTINCT row) FROM {table}, jsonb_array_elements(reasons) reason
                 WHERE takeover_id = %(run)s AND verdict = 'refuse' AND reason->>'weight' = 'refuse' {of_sheet}
                 GROUP BY 1, 2 ORDER BY 3 DESC""",  # noqa: S608 - names of models and columns
            {"run": takeover.pk, "sheet": sheet.value},
        )
        for code, rule, rows in cursor:
            found[code][rule] = rows
    return dict(found)


def _school_lines(takeover: TakeOver) -> list[TakenTotal]:
    """One line a school of the open spells; rows whose school cannot be told have a line of their own."""
    names = dict(School.objects.values_list("code", "name"))
    staged = rows_of(takeover, TakenSheet.SCHOOLS).values_list("key", "values__name")
    names = {**{code: name for code, name in staged if code and name}, **names}
    before, raised = on_rolls(), _raised(takeover)
    faults = _faults_by(takeover, TakenSheet.SPELLS, "school_code")
    return [
        TakenTotal(
            takeover=takeover,
            level=TotalLevel.SCHOOL,
            code=code or UNKNOWN,
            name=str(names.get(code, ""))[:100],
            before=before[code],
            raised=raised[code],
            faults=faults.get(code, {}),
            **counted,
        )
        for code, counted in by_school(takeover).items()
    ]


def by_school(takeover: TakeOver) -> dict[str, dict[str, int]]:
    """The rows of the open spells by school code, "" where it is missing."""
    counted = rows_of(takeover, TakenSheet.SPELLS).order_by().values("school_code").annotate(**COUNTS)
    return {line["school_code"]: {name: line[name] for name in COUNTS} for line in counted}


def _district_lines(takeover: TakeOver, schools: list[TakenTotal]) -> list[TakenTotal]:
    places = dict(School.objects.values_list("code", "district_id"))
    staged = rows_of(takeover, TakenSheet.SCHOOLS).values_list("key", "values__district_id")
    places = {**{code: district for code, district in staged if code}, **places}
    offices = {office.pk: office for office in districts()}
    lines: dict[str, TakenTotal] = {}
    summed = (*COUNTS, "before", "raised")
    for school in schools:
        office = offices.get(places.get(school.code) or 0)
        code = office.code if office else UNKNOWN
        line = lines.get(code)
        if line is None:
            line = lines[code] = TakenTotal(
                takeover=takeover,
                level=TotalLevel.DISTRICT,
                code=code,
                name=office.name if office else "",
                **dict.fromkeys(summed, 0),
                faults={},
            )
        for name in summed:
            setattr(line, name, getattr(line, name) + getattr(school, name))
        for rule, rows in school.faults.items():
            line.faults[rule] = line.faults.get(rule, 0) + rows
    return list(lines.values())


def _raised(takeover: TakeOver) -> Counter[str]:
    """Places that must be granted so that every child taken over has one, by school code (S4: counted by entry)."""
    raised: Counter[str] = Counter()
    quotas = EnrollmentQuota.objects.filter(kind=QuotaKind.GENERAL).values_list(
        "school__code", "school_year", "grade", "granted", "held", "taken"
    )
    free = {key: granted - held - taken for *key_, granted, held, taken in quotas for key in (tuple(key_),)}
    coming = rows_of(takeover, TakenSheet.SPELLS).filter(_NEW, counts_against_quota=True).order_by()
    for code, year, grade, children in coming.values_list("school_code", "entry_year", "entry_grade").annotate(
        n=Count("pk")
    ):
        raised[code] += max(children - free.get((code, year, grade), 0), 0)
    return raised
