"""The doctor says what is missing and how to mend it, and ends with 0 only when nothing has to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from xueji.server.database import HouseError
from xueji.server.doctor import Finding, examine, folder, machine, papers, server
from xueji.vocabulary.text import Text


def _by_subject(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.subject.zh: finding for finding in findings}


def test_a_new_folder_lacks_nothing_but_migrations(data: Path) -> None:
    findings = _by_subject(list(examine(data)))
    assert [subject for subject, finding in findings.items() if not finding.fine] == ["数据库结构"]
    assert "xueji migrate" in "\n".join(findings["数据库结构"].lines())
    assert findings["程序所用角色"].found == "xueji_app"


def test_every_line_that_is_not_fine_tells_in_both_languages_what_mends_it() -> None:
    missing = Finding(Text("甲", "a"), "✗", Text("装甲。", "Install a."))
    assert not missing.fine
    assert missing.lines() == ["MISSING 甲 a: ✗", "        → 装甲。", "        → Install a."]
    assert Finding(Text("乙", "b"), "✗", Text("装乙。", "Install b."), needed=False).fine


def test_a_loose_data_folder_is_found(data: Path) -> None:
    data.mkdir()
    data.chmod(0o777)
    (data / "passwords.json").write_text("{}")
    (data / "passwords.json").chmod(0o644)
    findings = list(folder.folder(data))
    assert [finding.fine for finding in findings] == [False, False]
    assert f"chmod go-w {data}" in findings[0].lines()[1]
    assert "chmod 600" in findings[1].lines()[1]


def test_a_server_that_does_not_answer_is_a_finding(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEJI_DATABASE_URL", "postgresql://xueji_app@127.0.0.1:1/xueji")
    (finding,) = server.server(data)
    assert not finding.fine
    assert "refused" in finding.found


def test_a_machine_without_any_postgresql_is_a_finding(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEJI_POSTGRES_BIN", "/nowhere")
    data.mkdir()
    (finding,) = server.server(data)
    assert "apt-get install postgresql" in "\n".join(finding.lines())


def test_a_program_that_runs_as_owner_is_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.running(data, durable=False) as urls:
        monkeypatch.setenv("XUEJI_DATABASE_URL", urls.owner or "")
        findings = _by_subject(list(server.server(data)))
    assert not findings["程序所用角色"].fine
    assert "owner" in findings["程序所用角色"].found
    assert "CREATE ROLE xueji_app" in "\n".join(findings["程序所用角色"].lines())
    assert findings["升级所用角色"].fine, "a program may run without the owner's address"


def test_a_missing_font_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_FONT_PACKAGE", "no_such_font_package")
    font = next(iter(papers.papers()))
    assert not font.fine
    assert "noto-cjk-sans-otc" in "\n".join(font.lines())


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_NEEDED_BYTES", 2**62)
    assert [finding.subject.zh for finding in machine.machine(tmp_path) if not finding.fine] == ["可用磁盘"]


def test_a_folder_that_cannot_be_used_does_not_end_the_examination(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    subjects = [finding.subject.zh for finding in examine(blocked)]
    assert "数据目录" in subjects
    assert "排版程序 typst" in subjects
    with pytest.raises(HouseError), server.running(blocked, durable=False):
        pass
