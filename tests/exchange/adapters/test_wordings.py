"""The reviewed tables know every verb and every field of the port, lead back, and let no national word pass."""

from __future__ import annotations

import typing
from collections import Counter

import psycopg
import pytest

from tests.exchange.adapters.conftest import BATCH, UNIFIED, Exchange
from tests.house.source import HOME
from xueji.exchange.adapters.wording.tables import FORM, wording_of
from xueji.vocabulary.border import messages
from xueji.vocabulary.border.verbs import Business, FromNation, RemoteLevel, ToNation
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.tables import read_table

BODIES = {
    "pupil": messages.Pupil,
    "application": messages.Application,
    "verdict": messages.Verdict,
    "fault": messages.Fault,
    "student_file": messages.StudentFile,
    "report": messages.Report,
    "number_change": messages.NumberChange,
    "problem": messages.Problem,
    "problem_answer": messages.ProblemAnswer,
    "standing": messages.Standing,
}
both = pytest.mark.parametrize("package", [BATCH, UNIFIED])


@both
def test_every_verb_has_one_code_and_every_code_one_verb(package: str) -> None:
    wording = wording_of(package)
    assert set(wording.kinds) == {*ToNation, *FromNation}
    assert len(wording.verbs) == len(wording.kinds) == len(ToNation) + len(FromNation)
    assert {kind.body for kind in wording.kinds.values()} <= set(wording.bodies)


@both
@pytest.mark.parametrize("body", BODIES)
def test_every_field_of_a_body_is_in_the_table_and_required_where_the_port_requires_it(package: str, body: str) -> None:
    fields = wording_of(package).bodies[body].fields
    hints = typing.get_type_hints(BODIES[body], include_extras=True)
    optional = {name for name, hint in hints.items() if typing.get_origin(hint) is typing.NotRequired}
    # The other province learns from `last` that no further review of ours will come.
    assert {field.ours for field in fields} == set(hints) | ({"last"} if body == "verdict" else set())
    assert {field.ours for field in fields if field.required} == set(hints) - optional


@both
def test_names_and_words_lead_back_to_one_of_ours(package: str) -> None:
    wording = wording_of(package)
    for name, fields in wording.bodies.items():
        for side in ("ours", "wire"):
            counted = Counter(getattr(field, side) for field in fields.fields)
            assert [each for each, times in counted.items() if times > 1] == [], name
    for field, words in wording.to_wire.items():
        assert {value: ours for ours, value in words.items()} == wording.from_wire[field], field


@both
def test_every_word_of_the_port_has_one_of_the_wires(package: str) -> None:
    words = wording_of(package).to_wire
    for field, ours in {
        "standing": RecordStanding,
        "leaving_outcome": LeavingOutcome,
        "business": Business,
        "stage_group": StageGroup,
        "level": RemoteLevel,
    }.items():
        assert set(words[field]) == {each.value for each in ours}


@both
def test_every_row_says_what_it_is_in_chinese_and_where_it_comes_from(package: str) -> None:
    for table in ("kinds.csv", "fields.csv", "values.csv"):
        for row in read_table(package, table):
            assert row["label_zh"]
            assert row["source"] == "ours" or row["source"].startswith(("ours, ", "[SRC] ")), row


def test_the_items_of_the_form_bear_the_names_of_the_national_form_in_2015() -> None:
    form = wording_of(BATCH).bodies[FORM]
    assert (form.by_ours["name"].wire, form.by_ours["document_type"].wire) == ("xm", "sfzjlxm")
    assert len(form.fields) == 71


def test_the_table_of_children_has_a_column_for_every_field_and_no_other(exchange: Exchange) -> None:
    with psycopg.connect(exchange.admin) as admin:
        rows = admin.execute("SELECT attname FROM pg_attribute WHERE attrelid = 'pupil'::regclass AND attnum > 0")
        assert [row[0] for row in rows] == [field.wire for field in wording_of(BATCH).bodies["pupil"].fields]


@both
def test_the_pages_for_the_other_side_name_every_kind_field_and_code(package: str) -> None:
    page = (HOME / "docs" / "exchange" / f"{package.rpartition('.')[2]}.md").read_text()
    kinds, fields, values = (read_table(package, f"{name}.csv") for name in ("kinds", "fields", "values"))
    for row in kinds:
        direction = "上行 up" if row["direction"] == "up" else "下行 down"
        assert f"| `{row['code']}` | {direction} | {row['label_zh']} |" in page
    for row in fields:
        section = page.partition(f"### {row['body']}\n")[2].partition("\n#")[0]
        assert f"| `{row['wire']}` | {row['label_zh']} | {row['ours'].replace('_', ' ')} |" in section
    for row in values:
        assert f"| {row['field'].replace('_', ' ')} | `{row['wire']}` | {row['label_zh']} |" in page
