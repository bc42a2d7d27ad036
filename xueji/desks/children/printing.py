"""Papers and workbooks that leave the registry: each one an office act in the journal, each saying who took it when."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xueji.documents.exports.excel import export_table
from xueji.documents.papers.record_card import RecordCard, record_card_pdf
from xueji.documents.papers.render import Printed
from xueji.documents.papers.roster import Roster, roster_pdf
from xueji.parties.actors import Actor
from xueji.parties.clock import ZONE, city_today, in_training
from xueji.parties.office_acts import Done, office_act
from xueji.records.models import ClassGroup, Student

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2 * 1024 * 1024


@dataclass(frozen=True)
class Listing:
    """A list as it leaves: `rows` may be a generator; `asked` are the filters that made it, for the journal."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    subject: str
    asked: dict[str, Any] = field(default_factory=dict)


@office_act("print_roster")
def print_roster(*, actor: Actor, reason: str, group: ClassGroup, roster: Roster) -> Done:
    """Draw the roster of a class; result is the PDF."""
    pdf = roster_pdf(roster)
    return Done(f"class_group:{group.pk}", {"children": len(roster.rows)}, pdf, group.school_id)


@office_act("print_record_card")
def print_record_card(*, actor: Actor, reason: str, student: Student, card: RecordCard) -> Done:
    """Draw a child's record card; result is the PDF."""
    return Done(f"student:{student.pk}", {}, record_card_pdf(card))


@office_act("export_list")
def export_list(*, actor: Actor, reason: str, listing: Listing) -> Done:
    """Write a list as a workbook whose first line says who took it when; result is the open file."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on to the answer
    written = export_table(file, f"{listing.title}  {watermark(actor)}", listing.columns, listing.rows)
    file.seek(0)
    return Done(listing.subject, {"list": listing.title, "rows": written, "asked": listing.asked}, file)


def printed(actor: Actor) -> Printed:
    """Who prints, and when: by the machine's clock in the city's zone, with the city's own date beside it."""
    now = timezone.now().astimezone(ZONE)
    return Printed(by=actor.name, office=actor.place, at=now, city_date=city_today(), training=in_training())


def watermark(actor: Actor) -> str:
    """The line by which a workbook that turns up elsewhere is traced."""
    now = timezone.now().astimezone(ZONE)
    told = {"place": actor.place, "name": actor.name, "at": f"{now:%Y-%m-%d %H:%M:%S}", "day": city_today()}
    return _("导出人：%(place)s %(name)s，%(at)s（业务日期 %(day)s）。含未成年人个人信息，仅供学籍工作使用。") % told


def paper_answer(content: bytes, name: str) -> FileResponse:
    """A PDF to look at in the browser."""
    answer = FileResponse(io.BytesIO(content), content_type=PDF, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def workbook_answer(file: IO[bytes], name: str) -> FileResponse:
    """A workbook to keep."""
    answer = FileResponse(file, content_type=XLSX, as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
