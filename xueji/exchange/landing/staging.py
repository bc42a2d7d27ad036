"""Staging: a list is read in its limited child process, judged row by row, and laid beside the register, not in it."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from xueji.exchange.intake.columns.table import Table, open_table
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.verdicts.judging import file_verdict, judge_rows
from xueji.exchange.intake.verdicts.outcome import RowVerdict
from xueji.exchange.landing.knowledge import city_knowledge
from xueji.exchange.models import ImportBatch, StagedRow
from xueji.exchange.models.batches import BatchStatus
from xueji.parties.actors import Actor, system_actor
from xueji.parties.calendar import school_calendar, school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.refusals import refuse
from xueji.parties.scope import scope
from xueji.records.copying import copy_in
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.facts.entry import AdmissionSource
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

MAX_BYTES = 64 * 1024 * 1024
SLICE = 1000
_STAGED = ("batch", "row", "verdict", "reasons", "values", "cells", "outcome")


def keep_list(actor: Actor, file_name: str, content: bytes, school: School | None) -> ImportBatch:
    """Keep an uploaded file, to be judged. A list that a school brings itself carries that source (S5 art. 14).

    Raises RefusedError for an empty or oversized file, or when the city has no term for this school year.
    """
    if not content or len(content) > MAX_BYTES:
        raise refuse(
            "file",
            "file_size",
            Text("文件为空或超过64MB。", "The file is empty or larger than 64 MB."),
            Text("请检查文件，或拆成较小的几个。", "Check the file, or divide it."),
        )
    year = school_year_of(city_today())
    school_calendar(year)
    return ImportBatch.objects.create(
        file_name=file_name[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        school_year=year,
        source=(AdmissionSource.SCHOOL if school else AdmissionSource.FEED).value,
        school=school,
        district_id=school.district_id if school else None,
        created_by_id=actor.account_id,
        created_name=actor.name,
        created_on=city_today(),
    )


def judge_batch(batch_id: int) -> None:
    """Read and judge a batch that stands in READING. A broken-off reading begins anew: staging was rolled back."""
    with scope(system_actor(Party.ADMISSIONS)):
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("school__district").get(pk=batch_id)
        if batch.status != BatchStatus.READING:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list"
            path.write_bytes(bytes(batch.content))
            try:
                with open_table(path, name=batch.file_name, own_list=batch.school is not None) as table:
                    _stage(batch, table)
            except FileRefused as refused:
                batch.status = BatchStatus.REFUSED
                batch.reasons = [reason_as_json("", refused.rule, refused.says, refused.mend)]
        batch.save()


def reason_as_json(field: str, rule: str, says: Text, mend: Text) -> dict[str, str]:
    """A reason as kept in staging, in both languages."""
    return {"field": field, "rule": rule, "says": says.zh, "mend": mend.zh, "says_en": says.en, "mend_en": mend.en}


def _stage(batch: ImportBatch, table: Table) -> None:
    layout = table.layout
    batch.sheet, batch.header_row = layout.sheet[:100], layout.header_row
    batch.headings = [column.heading for column in layout.columns]
    counts: Counter[str] = Counter()
    per_place: Counter[tuple[str, str]] = Counter()
    knowledge = city_knowledge(batch.school_year, batch.school)
    judged = judge_rows(table, knowledge, on=city_today())
    counted = _counted(judged, counts, per_place)
    # The judging asks the register between its rows, on the connection that COPY would keep busy: so in slices.
    while rows := list(islice(counted, SLICE)):
        copy_in(StagedRow, _STAGED, _rows(batch, rows))
    batch.counts = {"rows": counts.total(), **{name: counts[name] for name in ("accept", "problem", "reject")}}
    batch.total_rows = counts["accept"] + counts["problem"]
    head = file_verdict(table).reasons
    batch.reasons = [reason_as_json(item.field, item.rule, item.says, item.mend) for item in head]
    batch.reasons += crowded_places(per_place, batch.school_year)
    batch.status = BatchStatus.JUDGED


def _counted(
    judged: Iterable[RowVerdict], counts: Counter[str], per_place: Counter[tuple[str, str]]
) -> Iterator[RowVerdict]:
    for row in judged:
        counts[row.verdict.value] += 1
        if row.values is not None:
            per_place[str(row.values["school_code"]), str(row.values["grade"])] += 1
        yield row


def _rows(batch: ImportBatch, judged: Iterable[RowVerdict]) -> Iterator[tuple[Any, ...]]:
    for row in judged:
        reasons = [reason_as_json(item.field, item.rule, item.says, item.mend) for item in row.reasons]
        yield (
            batch.pk,
            row.row,
            row.verdict.value,
            _dump(reasons),
            _dump(row.values or {}),
            _dump(dict(zip(batch.headings, row.cells, strict=False))),
            "",
        )


def _dump(value: Any) -> str:
    # PostgreSQL's jsonb holds no NUL; a cell with one was judged by its visible characters.
    return orjson.dumps(value, default=_shown).decode().replace("\\u0000", "")


def _shown(cell: Any) -> str:
    """A cell that is no plain value: a formula as what it shows, anything else as its text."""
    return str(getattr(cell, "value", cell))


def crowded_places(per_place: Counter[tuple[str, str]], school_year: int) -> Iterator[dict[str, str]]:
    """Warnings at the head: a school admits more children than it has places. No row is refused for it."""
    quotas = EnrollmentQuota.objects.filter(
        school_year=school_year, kind=QuotaKind.GENERAL, school__code__in={code for code, _ in per_place}
    )
    granted = {(code, grade): count for code, grade, count in quotas.values_list("school__code", "grade", "granted")}
    names = dict(School.objects.filter(code__in={code for code, _ in per_place}).values_list("code", "name"))
    for (code, grade), count in sorted(per_place.items()):
        places = granted.get((code, grade), 0)
        if count > places:
            yield reason_as_json(
                "",
                "more_entrants_than_places",
                Text(
                    f"{names.get(code, code)}本表新生{count}人，超过学籍总量{places}个。",
                    f"{names.get(code, code)}: the list has {count} entrants for {places} places.",
                ),
                Text(
                    "可以导入；注册时按学籍总量控制，超出部分须由市级扩充学籍总量。",
                    "It may be imported; registration stops at the quota.",
                ),
            )
