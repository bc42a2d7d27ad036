"""The mail of the day: what waits at a person's desks, what is late, and what nobody has read yet.

It names no child: mail travels in clear and lies in boxes that are not ours. Counts and case numbers say enough.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from xueji.cases.models import NoticeKind
from xueji.cases.notices import mark_mailed
from xueji.insight.waiting import Desk, Reader, readers_on
from xueji.parties.actors import system_actor
from xueji.parties.clock import in_training
from xueji.parties.models import JournalEntry
from xueji.parties.rulebook import rulebook_of
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

logger = logging.getLogger(__name__)

ACT = "mail_digest"
_OUTSIDE = "django.core.mail.backends.smtp.EmailBackend"
_CONSOLE = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True)
class Sent:
    """How many mails went out, and how many addresses could not be reached."""

    mails: int
    failed: int


def send_digests(today: date) -> Sent:
    """Mail everybody with an address and something to do. Once a day each: a repeat reaches only those it failed.

    Each mail is noted after it went out, in a transaction of its own; a failure is logged and stops nobody else's.
    Raises OSError when the mail server cannot be reached at all: the job tries again later.
    """
    with scope(system_actor(Party.CLOCK)):
        readers = readers_on(today, but_not_after=ACT)
    if not readers:
        return Sent(0, 0)
    connection = _connection()
    connection.open()
    try:
        done = [_send(reader, today, connection) for reader in readers]
    finally:
        connection.close()
    return Sent(sum(done), len(done) - sum(done))


def _connection() -> BaseEmailBackend:
    """The way out; a training city writes to the console, whatever server is named: its people are invented."""
    outside = settings.EMAIL_BACKEND == _OUTSIDE
    found: BaseEmailBackend = get_connection(_CONSOLE if outside and in_training() else None)
    return found


def _send(reader: Reader, today: date, connection: BaseEmailBackend) -> bool:
    mail = EmailMessage(subject(reader, today), body(reader, today), to=[reader.email], connection=connection)
    try:
        mail.send()
    except Exception:
        # A refused address or a connection lost on the way: the next mail opens its own.
        logger.exception("the digest of account %s was not sent", reader.account_id)
        connection.close()
        return False
    _note(reader, today)
    return True


def _note(reader: Reader, today: date) -> None:
    """Note the mail in the journal, and that the unread notices of these places have gone out."""
    schools = [desk.school_id for desk in reader.desks if desk.school_id is not None]
    offices = [desk.office_id for desk in reader.desks if desk.office_id is not None]
    told = {"waiting": reader.waiting, "late": reader.late, "unread": reader.unread}
    with scope(system_actor(Party.CLOCK)):
        mark_mailed(schools, offices, max(desk.latest_notice for desk in reader.desks))
        JournalEntry.objects.create(
            act=ACT,
            account_id=reader.account_id,
            subject=f"account:{reader.account_id}",
            detail=told,
            city_date=today,
        )


def subject(reader: Reader, today: date) -> str:
    """The line in the box: the date and the three numbers that matter."""
    parts = [f"待办{reader.waiting}件"]
    if reader.late:
        parts.append(f"逾期{reader.late}件")
    if reader.unread:
        parts.append(f"未读通知{reader.unread}条")
    return f"【学籍】{today.month}月{today.day}日：{'，'.join(parts)}"


def body(reader: Reader, today: date) -> str:
    """The mail as plain text, place by place."""
    lines = [f"{reader.name}，您好：", "", f"截至{today.isoformat()}，您所在单位的学籍业务情况如下。"]
    for desk in reader.desks:
        lines += ["", *_desk(desk)]
    lines += ["", "请登录学籍管理系统办理。", "本邮件由系统自动发送，请勿回复；邮件不含学生个人信息。", ""]
    return "\n".join(lines)


def _desk(desk: Desk) -> Iterator[str]:
    yield f"■ {desk.name}"
    if desk.waiting:
        late = f"，其中逾期{desk.late}件" if desk.late else ""
        yield f"  待办{desk.waiting}件{late}"
    for line in desk.lines:
        procedure = rulebook_of(line.edition).procedure(line.procedure)
        late = f"（逾期{line.late}件）" if line.late else ""
        yield f"    {procedure.title.zh} · {procedure.state(line.state).label.zh}：{line.count}件{late}"
    if desk.late_cases:
        yield f"  逾期最久的业务编号：{_numbers(desk.late_cases, desk.late)}"
    if desk.notices:
        kinds = "，".join(f"{NoticeKind(kind).label}{count}条" for kind, count in desk.notices)
        yield f"  未读通知{desk.unread}条：{kinds}"


def _numbers(numbers: Sequence[int], total: int) -> str:
    told = "、".join(str(number) for number in numbers)
    return f"{told} 等{total}件" if total > len(numbers) else told
