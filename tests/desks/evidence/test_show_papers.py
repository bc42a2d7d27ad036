"""A paper is opened by the parties of its case alone, brought at any step, and written upon without erasing anybody."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desks.district.people import browser, page, take
from tests.papers import PROOF, pdf, photo
from tests.small_city import everything
from xueji.cases.acts.office.evidence import add_evidence, annotate_evidence, attach_evidence
from xueji.cases.evidence import seeing
from xueji.cases.evidence.forgetting import forget_unused
from xueji.cases.models import Attachment, Case, Evidence
from xueji.parties.models import JournalEntry
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party, Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.actors import Actor


def open_case(town: SmallCity) -> Case:
    (entrant,) = town.entrants(1)
    with everything():
        return Case.objects.get(entrant=entrant)


def brought(actor: Actor, case: Case, content: bytes = PROOF, name: str = "户口簿.pdf", note: str = "") -> Evidence:
    with scope(actor):
        kept = attach_evidence(actor=actor, file_name=name, content=content)
        made: Evidence = add_evidence(actor=actor, case=case, kind="other", attachment=kept, note=note)
        return made


def anonymous(answer: Any) -> str:
    """A page without the token that differs on each, and without its own address."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|/evidence/\d+', "", answer.content.decode())


def upload(name: str = "户口簿.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if content is None else content)


def test_the_sides_of_the_case_open_a_paper_and_nobody_else_does(town: SmallCity) -> None:
    paper = brought(town.actor(), open_case(town))
    for reader in (town.actor(), town.district_officer(), town.city_officer()):
        client = browser(reader)
        answer = client.get(f"/evidence/{paper.pk}")
        assert (answer.status_code, answer.content) == (200, PROOF)
        assert client.get(f"/evidence/{paper.pk}/preview")["Content-Type"] == "image/jpeg"
    for at in (town.schools[1], town.districts[1]):
        role = Role.REGISTRAR if at is town.schools[1] else Role.DISTRICT_OFFICER
        stranger = browser(town.actor(role, at))
        for way in ("", "/preview", "/note"):
            theirs = stranger.get(f"/evidence/{paper.pk}{way}")
            absent = stranger.get(f"/evidence/999999{way}")
            assert theirs.status_code == absent.status_code == 404
            assert anonymous(theirs) == anonymous(absent)
        assert stranger.get(f"/evidence/of/{paper.case_id}/add").status_code == 404
    assert browser(town.actor(Role.HOMEROOM_TEACHER)).get(f"/evidence/{paper.pk}").status_code == 403


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PROOF), ("a.jpg", photo())])
def test_a_paper_is_shown_by_itself_and_guessed_to_be_nothing_else(town: SmallCity, name: str, content: bytes) -> None:
    paper = brought(town.actor(), open_case(town), content, name)
    answer = browser(town.actor()).get(f"/evidence/{paper.pk}")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == paper.attachment.content_type


def test_a_paper_hidden_from_a_party_is_told_of_and_not_opened(
    town: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = brought(town.actor(), open_case(town))
    monkeypatch.setattr(seeing, "hidden_from", lambda _kind, _case: frozenset({Party.DISTRICT, Party.SCHOOL}))
    client = browser(town.district_officer())
    assert "不对您所在的单位开放" in page(client, f"/evidence/{paper.pk}", 403)
    assert client.get(f"/evidence/{paper.pk}/preview").status_code == 404
    with pytest.raises(RefusedError), scope(town.district_officer()) as officer:
        annotate_evidence(actor=officer, evidence=paper, note="核对无误")
    # Who brought it sees it still.
    assert browser(town.actor()).get(f"/evidence/{paper.pk}").status_code == 200


def test_a_paper_is_brought_with_a_note_by_the_form(town: SmallCity) -> None:
    case = open_case(town)
    client = browser(town.actor())
    address = f"/evidence/of/{case.pk}/add"
    assert "延期申请" in page(client, address) or "其他材料" in page(client, address)
    sent = client.post(address, {"kind": "other", "file": upload(), "note": "户口簿首页"})
    assert sent.status_code == 302
    assert sent["Location"] == f"/entrants/{case.entrant_id}"
    with everything():
        paper = Evidence.objects.get(case=case)
    assert (paper.kind, paper.party, paper.brought_by) == ("other", "school", paper.brought_by)
    assert paper.note.startswith("2015-09-01 张三")
    assert paper.note.endswith("：户口簿首页")
    assert JournalEntry.objects.filter(act="add_evidence", subject=f"evidence:{paper.pk}").exists()


def test_what_is_wrong_with_a_paper_stands_at_its_field(town: SmallCity) -> None:
    case = open_case(town)
    client = browser(town.actor())
    address = f"/evidence/of/{case.pk}/add"
    for file, told in (
        (None, "没有选择文件"),
        (upload(content=b"text"), "不是可用的 JPG"),
        (upload(content=pdf(51)), "50页"),
    ):
        answer = client.post(address, {"kind": "other", "note": "说明在此", **({"file": file} if file else {})})
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert "说明在此" in answer.content.decode()
    assert client.post(address, {"kind": "nonsense", "file": upload()}).status_code == 422
    with everything():
        assert not Evidence.objects.filter(case=case).exists()


def test_notes_are_added_and_none_is_overwritten(town: SmallCity) -> None:
    paper = brought(town.actor(), open_case(town))
    for reader, note in ((town.actor(), "原件已核"), (town.district_officer(), "与户籍系统一致")):
        client = browser(reader)
        assert client.post(f"/evidence/{paper.pk}/note?next=/entrants", {"note": note})["Location"] == "/entrants"
    with everything():
        paper.refresh_from_db()
    first, second = paper.note.splitlines()
    assert first.endswith("：原件已核")
    assert second.endswith("：与户籍系统一致")
    silent = browser(town.actor()).post(f"/evidence/{paper.pk}/note", {"note": " "})
    assert silent.status_code == 422
    elsewhere = browser(town.actor()).post(f"/evidence/{paper.pk}/note?next=//evil.example/", {"note": "好"})
    assert "evil" not in elsewhere["Location"]


def test_a_closed_case_takes_neither_paper_nor_note(town: SmallCity) -> None:
    case, actor = open_case(town), town.actor()
    paper = brought(actor, case)
    with everything():
        Case.objects.filter(pk=case.pk).update(closed_on="2015-09-01")
    with pytest.raises(RefusedError):
        brought(actor, case)
    with pytest.raises(RefusedError), scope(actor):
        annotate_evidence(actor=actor, evidence=paper, note="补记")


def test_only_ones_own_upload_is_brought(town: SmallCity) -> None:
    case, owner, other = open_case(town), town.actor(), town.actor()
    with scope(owner):
        kept = attach_evidence(actor=owner, file_name="a.pdf", content=PROOF)
    with pytest.raises(RefusedError) as error, scope(other):
        add_evidence(actor=other, case=case, kind="other", attachment=kept)
    assert error.value.complaints[0].rule == "attachment_owner"


def test_the_same_paper_twice_is_kept_once(town: SmallCity) -> None:
    case, actor = open_case(town), town.actor()
    assert brought(actor, case).attachment_id == brought(actor, case).attachment_id
    assert brought(actor, case, name="别名.pdf").attachment_id != brought(actor, case).attachment_id


def test_uploads_that_no_case_uses_are_forgotten_after_two_days(town: SmallCity) -> None:
    case, actor = open_case(town), town.actor()
    used = brought(actor, case).attachment_id
    with scope(actor):
        old = attach_evidence(actor=actor, file_name="旧.pdf", content=pdf(2)).pk
        fresh = attach_evidence(actor=actor, file_name="新.pdf", content=pdf(2)).pk
    with everything():
        long_ago = timezone.now() - timedelta(days=3)
        Attachment.objects.filter(pk__in=(used, old)).update(uploaded_at=long_ago)
    assert forget_unused() == 1
    with everything():
        assert set(Attachment.objects.values_list("pk", flat=True)) == {used, fresh}


def test_opening_a_paper_asks_little_of_the_database(town: SmallCity) -> None:
    paper = brought(town.actor(), open_case(town))
    client = browser(town.actor())
    client.get(f"/evidence/{paper.pk}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/evidence/{paper.pk}")
    own = [query for query in asked.captured_queries if "cases_" in query["sql"]]
    assert len(own) <= 3


def test_the_paper_of_a_step_is_handed_out_by_the_same_way(town: SmallCity) -> None:
    (entrant,) = town.entrants(1)
    actor = town.actor()
    take(actor, [entrant], "claim")
    with scope(actor):
        kept = attach_evidence(actor=actor, file_name="延期申请.pdf", content=PROOF)
    take(actor, [entrant], "defer", deferred_until="2015-09-20", cause="illness", deferral_proof=str(kept.pk))
    with everything():
        paper = Evidence.objects.get()
    assert f'href="/evidence/{paper.pk}"' in page(browser(actor), f"/entrants/{entrant.pk}")
