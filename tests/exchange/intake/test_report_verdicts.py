"""What programs and people are told: JSON of a stable shape, and a sentence for every rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.exchange.intake.small_lists import TODAY, sound_row
from xueji.exchange import intake
from xueji.exchange.intake.refusals import refusal_rules
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge_file
from xueji.exchange.intake.verdicts.outcome import Judgement, rule, rule_keys
from xueji.exchange.intake.verdicts.report import as_json
from xueji.vocabulary.tables import read_table

ROOM = Path(intake.__file__).parent


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))


def test_the_json_is_the_documented_contract(judge_rows: Callable[..., Judgement]) -> None:
    told = as_json(judge_rows(sound_row(1), sound_row(2) | {"ethnicity": "火星族"}))
    assert json.loads(json.dumps(told, ensure_ascii=False)) == {
        "file": {"name": "list.xlsx", "sheet": "录取名单", "header_row": 3, "verdict": "read", "reasons": []},
        "counts": {"rows": 2, "accept": 1, "problem": 0, "reject": 1},
        "rows": [
            {"row": 4, "verdict": "accept", "reasons": []},
            {
                "row": 5,
                "verdict": "reject",
                "reasons": [
                    {
                        "field": "民族",
                        "rule": "code_unknown",
                        "says": "“民族”的“火星族”不在代码表中。",
                        "mend": "请从代码表（GB/T 3304）中选择。",
                    }
                ],
            },
        ],
    }


def test_the_json_speaks_english_when_asked(judge_rows: Callable[..., Judgement]) -> None:
    told = as_json(judge_rows(sound_row(1) | {"ethnicity": "火星族"}), language="en")
    assert told["rows"][0]["reasons"][0]["says"] == "“火星族” in “民族” is not in the code table."


def test_a_refused_file_has_a_reason_and_no_rows(tmp_path: Path, city: CityKnowledge) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"\x89PNG\r\n")
    told = as_json(judge_file(path, city, on=TODAY))
    assert told["file"]["verdict"] == "refused"
    assert [reason["rule"] for reason in told["file"]["reasons"]] == ["file_wrong_type"]
    assert told["rows"] == []
    assert told["counts"] == {"rows": 0, "accept": 0, "problem": 0, "reject": 0}


def test_every_rule_is_used_and_every_rule_used_has_a_sentence() -> None:
    used = set(re.findall(r'\brule\("(\w+)"\)', source()))
    assert used == set(rule_keys())


def test_every_refusal_is_used_and_every_one_used_has_a_sentence() -> None:
    text = source()
    used = set(re.findall(r'(?:UnreadableError|refusal)\(\s*"(\w+)"', text))
    used |= set(re.findall(r'"(file_\w+|reading_\w+)"(?= if| else|, "details"|\))', text))
    assert used == set(refusal_rules())


def test_every_sentence_has_both_languages_with_the_same_gaps() -> None:
    for package, name in (("xueji.exchange.intake", "refusals.csv"), ("xueji.exchange.intake.verdicts", "rules.csv")):
        for row in read_table(package, name):
            for part in ("says", "mend"):
                chinese, english = row[f"{part}_zh"], row[f"{part}_en"]
                assert re.search(r"[\u4e00-\u9fff]|^\{", chinese), row["rule"]
                assert english, row["rule"]
                assert set(re.findall(r"\{(\w+)\}", chinese)) == set(re.findall(r"\{(\w+)\}", english)), row["rule"]


def test_an_unknown_rule_is_an_error_at_once() -> None:
    try:
        rule("no_such_rule")
    except KeyError:
        return
    raise AssertionError
