import json
from datetime import date

from tests.process.loans import library, loan, parameters, purchase, says
from xueji.process.drawing import as_json, status_table
from xueji.process.rulebook import compile_rulebook
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


def test_every_state_has_a_line_in_the_order_of_the_file() -> None:
    assert [row.key for row in status_table(loan())] == list(loan().states)


def test_a_line_says_who_holds_the_case_how_long_and_what_can_happen() -> None:
    row = status_table(loan(), parameters(), date(2015, 9, 1))[0]
    assert row.holder == Party.SCHOOL.label
    assert row.clock == Text("到达后 10 个工作日内", "within 10 working days of arrival")
    assert [step.label for step in row.steps] == [says("lend"), says("look"), says("drop")]
    assert row.comes_from == (says("ask"), says("look"))


def test_the_days_are_those_of_the_day_asked_about() -> None:
    row = status_table(loan(), parameters(), date(2021, 1, 1))[0]
    assert "20" in row.clock.zh


def test_a_kept_or_asked_due_date_is_said_in_words() -> None:
    lines = {row.key: row.clock.zh for row in status_table(loan(), parameters(), date(2015, 9, 1))}
    assert lines["lent"] == "至申请所填日期"
    assert lines["missing"] == "沿用上一步时限；无时限的为到达后 10 个工作日内"
    assert lines["lost"] == "—"


def test_a_closed_state_says_how_the_case_ended() -> None:
    kinds = {row.key: row.kind.en for row in status_table(purchase())}
    assert kinds["city_approved"] == "closed: completed"
    assert kinds["city_refused"] == "closed: refused"
    assert kinds["withdrawn"] == "closed: withdrawn"


def test_a_step_names_the_rows_of_the_route_it_is_for() -> None:
    row = status_table(purchase())[0]
    approvals = [(step.to[0].zh, step.rows) for step in row.steps if step.label.zh == "审核通过"]
    assert approvals == [("中文校过", ("novel", "atlas")), ("中文待市", ("atlas",))]


def test_the_json_form_survives_being_written_and_read() -> None:
    written = as_json(compile_rulebook(library()))
    assert json.loads(json.dumps(written, ensure_ascii=False)) == written


def test_the_json_form_shows_states_routes_guards_and_clocks() -> None:
    written = as_json(compile_rulebook(library()), date(2020, 6, 1))
    loan_form, purchase_form = written["procedures"]
    shelf = loan_form["states"][0]
    assert shelf["label"] == {"zh": "中文shelf", "en": "English shelf"}
    assert (shelf["clock"]["working_days"], shelf["clock"]["source"]) == (20, "house rule 5, revised")
    guard = next(item for item in loan_form["guards"] if item["rule"] == "book_is_whole")
    assert (guard["mend"]["en"], guard["source"], guard["marks"]) == ("English repair", "house rule 2", ["note_doubt"])
    atlas = [row for row in purchase_form["routes"] if row["name"] == "atlas"]
    assert [row["chain"] for row in atlas] == [["school", "city"], ["school"]]
    assert [row["completes_at"] for row in atlas] == ["city_approved", "school_approved"]
    assert [row["covers"] for row in atlas] == [{"kind": ["atlas"]}] * 2
    assert {actor["party"] for actor in purchase_form["actors"]} == {"school", "district", "city"}
