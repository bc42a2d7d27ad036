"""The mail of the day: counts and case numbers, once a day for each address, and never a child's name."""

from __future__ import annotations

from datetime import date
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import stand_on, take
from tests.small_city import SmallCity, small_city
from xueji.cases.models import Case, Notice
from xueji.cases.notices import remind
from xueji.insight import digest
from xueji.insight.digest import Sent, send_digests
from xueji.parties.actors import Actor
from xueji.parties.models import Account, City, JournalEntry, Post
from xueji.parties.scope import scope
from xueji.records.models import Entrant
from xueji.server.mail import mail_settings
from xueji.vocabulary.parties import Role

LATE = date(2015, 9, 17)


@pytest.fixture
def town(db: None) -> SmallCity:
    return small_city()


def with_address(actor: Actor, email: str) -> Actor:
    Account.objects.filter(pk=actor.account_id).update(email=email)
    return actor


def a_late_day(town: SmallCity, children: int = 2) -> list[Entrant]:
    """Children claimed and left lying until the day after the last."""
    entrants = town.entrants(children)
    take(town.actor(), entrants, "claim")
    stand_on(LATE)
    remind(LATE)
    return entrants


def test_a_registrar_reads_what_waits_what_is_late_and_what_is_unread(town: SmallCity) -> None:
    with_address(town.actor(), "gui@example.cn")
    entrants = a_late_day(town)
    assert send_digests(LATE) == Sent(1, 0)
    (sent,) = mail.outbox
    assert sent.to == ["gui@example.cn"]
    assert sent.subject == "【学籍】9月17日：待办2件，逾期2件，未读通知2条"
    assert "■ 妫川第一小学" in sent.body
    assert "新生入学注册 · 已获取（待注册）：2件（逾期2件）" in sent.body
    assert "未读通知2条：已逾期2条" in sent.body
    with scope(town.city_officer()):
        for key in Case.objects.values_list("pk", flat=True):
            assert str(key) in sent.body
    for entrant in entrants:
        for secret in (entrant.name, entrant.document_number, entrant.registration_number):
            assert secret not in sent.subject + sent.body


def test_a_repeat_sends_nothing_and_the_notices_are_stamped(town: SmallCity) -> None:
    reader = with_address(town.actor(), "gui@example.cn")
    a_late_day(town)
    send_digests(LATE)
    assert send_digests(LATE) == Sent(0, 0)
    assert len(mail.outbox) == 1
    with scope(town.city_officer()):
        assert not Notice.objects.filter(mailed_at__isnull=True).exists()
    noted = JournalEntry.objects.get(act="mail_digest")
    assert (noted.account_id, noted.detail) == (reader.account_id, {"waiting": 2, "late": 2, "unread": 2})
    stand_on(date(2015, 9, 18))
    assert send_digests(date(2015, 9, 18)) == Sent(1, 0)


def test_an_address_that_fails_blocks_nobody_and_is_tried_again(
    town: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "broken", "last"):
        with_address(town.actor(), f"{name}@example.cn")
    a_late_day(town)
    whole = EmailBackend.send_messages

    def choosy(self: EmailBackend, messages: Any) -> int:
        if "broken@example.cn" in messages[0].to:
            raise SMTPRecipientsRefused({})
        return int(whole(self, messages))

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", choosy)
        assert send_digests(LATE) == Sent(2, 1)
    assert [sent.to for sent in mail.outbox] == [["first@example.cn"], ["last@example.cn"]]
    assert send_digests(LATE) == Sent(1, 0)
    assert mail.outbox[-1].to == ["broken@example.cn"]


def test_one_mail_for_an_account_of_several_places(town: SmallCity) -> None:
    reader = with_address(town.actor(), "two@example.cn")
    other = town.schools[1]
    Post.objects.create(
        account_id=reader.account_id, role=Role.REGISTRAR.value, school=other, starts_on=date(2015, 8, 1)
    )
    a_late_day(town)
    stand_on(date(2015, 9, 1))
    take(town.actor(at=other), town.entrants(1, other), "claim")
    stand_on(LATE)
    assert send_digests(LATE) == Sent(1, 0)
    assert "■ 妫川第一小学" in mail.outbox[0].body
    assert "■ 长城路小学" in mail.outbox[0].body
    assert "待办3件" in mail.outbox[0].subject


def test_no_mail_without_work_an_address_or_a_deciding_post(town: SmallCity) -> None:
    with_address(town.actor(at=town.schools[1]), "idle@example.cn")
    with_address(town.actor(Role.HOMEROOM_TEACHER), "teacher@example.cn")
    gone = with_address(town.actor(), "gone@example.cn")
    Account.objects.filter(pk=gone.account_id).update(is_active=False)
    left = with_address(town.actor(), "left@example.cn")
    Post.objects.filter(pk=left.post_id).update(ends_on=date(2015, 9, 10))
    a_late_day(town)
    assert send_digests(LATE) == Sent(0, 0)


def test_the_questions_do_not_grow_with_the_city(town: SmallCity) -> None:
    counted = []
    for number in range(2):
        for school in town.schools * (1 + number * 3):
            with_address(town.actor(at=school), f"r{Account.objects.count()}@example.cn")
            stand_on(date(2015, 9, 1))
            take(town.actor(at=school), town.entrants(1 + number * 5, school), "claim")
        stand_on(LATE)
        with scope(town.city_officer()), CaptureQueriesContext(connection) as asked:
            assert digest.readers_on(LATE, but_not_after="nothing")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6


def test_a_training_city_never_mails_outside(
    town: SmallCity, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.example.invalid"
    with_address(town.actor(), "gui@example.cn")
    a_late_day(town)
    assert City.objects.get().training_date == LATE
    assert send_digests(LATE) == Sent(1, 0)
    assert "gui@example.cn" in capsys.readouterr().out


def test_the_mail_server_is_one_address() -> None:
    given = mail_settings("smtp+tls://post%40bj.cn:a%2Fb@mail.bj.cn:2587")
    assert given["EMAIL_HOST_USER"] == "post@bj.cn"
    assert given["EMAIL_HOST_PASSWORD"] == "a/b"
    assert (given["EMAIL_HOST"], given["EMAIL_PORT"]) == ("mail.bj.cn", 2587)
    assert (given["EMAIL_USE_TLS"], given["EMAIL_USE_SSL"]) == (True, False)
    assert mail_settings("smtps://mail.bj.cn")["EMAIL_PORT"] == 465
    assert mail_settings("")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    for wrong in ("http://mail.bj.cn", "smtp://", "smtp://h:port", "mail.bj.cn"):
        with pytest.raises(ImproperlyConfigured) as error:
            mail_settings(wrong)
        assert "XUEJI_SMTP_URL" in str(error.value)
    assert settings.DEFAULT_FROM_EMAIL
