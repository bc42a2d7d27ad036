"""What the seed says word for word, against the compiled edition."""

import re
from datetime import date

import pytest

from xueji.process.decision import route_row
from xueji.process.drawing import as_json
from xueji.process.loading import load_rulebook
from xueji.rulebooks.beijing_2015.labels import TRANSFER_LABELS
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Party, Role

BEIJING = load_rulebook("beijing_2015")
ENTRY = BEIJING.procedure("entry_registration")
TRANSFER = BEIJING.procedure("in_city_transfer")
ON = date(2015, 9, 1)
RD, S, SD, C = Party.RECEIVING_DISTRICT, Party.SENDING_SCHOOL, Party.SENDING_DISTRICT, Party.CITY

DECISION_TABLE = [
    ("compulsory", "local", "within_district", [S, SD]),
    ("compulsory", "as_local", "within_district", [S, SD]),
    ("compulsory", "local", "across_districts", [RD, S, SD]),
    ("compulsory", "as_local", "across_districts", [RD, S, SD]),
    ("compulsory", "non_local", "within_district", [S, SD, C]),
    ("compulsory", "non_local", "across_districts", [RD, S, SD]),
    ("compulsory", "foreign", "within_district", [S, SD]),
    ("compulsory", "foreign", "across_districts", [RD, S, SD]),
    ("senior", "local", "within_district", [S, SD, C]),
    ("senior", "as_local", "within_district", [S, SD, C]),
    ("senior", "local", "across_districts", [RD, S, SD, C]),
    ("senior", "as_local", "across_districts", [RD, S, SD, C]),
    ("senior", "non_local", "within_district", [S, SD, C]),
    ("senior", "non_local", "across_districts", [RD, S, SD, C]),
    ("senior", "foreign", "within_district", [S, SD, C]),
    ("senior", "foreign", "across_districts", [RD, S, SD, C]),
]


@pytest.mark.parametrize(("stage", "pupil", "scope", "chain"), DECISION_TABLE)
def test_every_combination_goes_the_way_of_the_decision_table(
    stage: str, pupil: str, scope: str, chain: list[Party]
) -> None:
    row = TRANSFER.row(route_row(TRANSFER, {"stage_group": stage, "residency": pupil, "scope": scope}, on=ON))
    assert list(row.chain) == chain


def test_the_transfer_shows_the_labels_of_s14_and_s15_word_for_word() -> None:
    states = {state.label.zh for state in TRANSFER.states.values() if not state.ours}
    results = {item.result.zh for item in TRANSFER.transitions if item.result is not None}
    assert states | results == TRANSFER_LABELS
    assert TRANSFER.state("awaiting_city_review").label.zh == "待市级审核"


def test_only_the_withdrawn_transfer_bears_a_label_of_ours() -> None:
    assert [state.label.zh for state in TRANSFER.states.values() if state.ours] == [
        "退回补正（待转入区县审核）",
        "退回补正（待转出学校审核）",
        "退回补正（待转出区县审核）",
        "退回补正（待市级审核）",
        "转学申请已撤销",
    ]


def test_the_entry_bears_the_labels_of_s5() -> None:
    named = {key: state.label.zh for key, state in ENTRY.states.items() if not state.ours}
    assert named == {
        "unclaimed": "未获取",
        "deferred": "延期注册",
        "unregistered": "未办理注册手续",
        "established": "建立学籍",
    }


def test_the_numbers_of_the_seed_stand_in_the_parameters() -> None:
    numbers = BEIJING.parameters
    assert numbers.days("registration_days", ON) == 10
    assert numbers.days("deferral_request_days", ON) == 5
    assert numbers.days("term_registration_days", ON) == 5
    assert numbers.days("review_days", ON) == 10
    assert numbers.value("foreign_quota_from", ON) == 2015
    assert numbers.value("temporary_number_at_establishment", ON) is True
    assert numbers.value("period_counts_first_day", ON) is False


def test_no_sentence_repeats_a_number_that_a_parameter_holds() -> None:
    """Who changes a period changes one line of TOML, and no sentence turns false."""
    counted = re.compile(
        "[0-9一二三四五六七八九十]+个?(工作日|日内|天)|[0-9]+ (working )?days|(fifth|tenth|five|ten) working"
    )
    for procedure in BEIJING.procedures.values():
        for item in procedure.transitions:
            for guard in item.guards:
                for text in (guard.says, guard.mend):
                    assert not counted.search(text.zh), text.zh
                    assert not counted.search(text.en), text.en


def test_every_number_says_where_it_comes_from_and_how_sure_we_are() -> None:
    for parameter in BEIJING.parameters.describe():
        for value in parameter.values:
            assert value.source, parameter.name
            assert value.tag in {"SEED", "SRC", "MEM", "MEM-LOW", "INF"}, parameter.name


def test_an_unregistered_entrant_has_no_way_to_a_record_but_late_registration() -> None:
    onward = {item.event for item in ENTRY.transitions_from("unregistered") if "established" in item.targets}
    positive = {item.event for item in ENTRY.transitions_from("unregistered") if item.tone == "positive"}
    assert onward == set()
    assert positive == {"late_register", "confirm_admission"}


def test_a_record_is_only_made_by_class_assignment() -> None:
    makers = {item.event for item in ENTRY.transitions if "establish_record" in item.then.do}
    assert makers == {"assign"}


def test_a_place_is_held_by_registration_and_never_by_import_or_claim() -> None:
    holders = {item.event for item in ENTRY.transitions if "hold_place" in item.then.do}
    assert holders == {"register", "defer", "late_register"}


def test_the_exceptions_are_granted_by_the_city() -> None:
    assert set(BEIJING.rulebook.exceptions) == set(ExceptionKind)
    assert set(BEIJING.rulebook.exceptions.values()) == {Party.CITY}


def test_a_homeroom_teacher_decides_nothing_but_may_fill_in_forms() -> None:
    assert Role.HOMEROOM_TEACHER not in BEIJING.roles_of(Party.SCHOOL)
    assert BEIJING.may(Role.HOMEROOM_TEACHER, "save_student_form")
    assert not BEIJING.may(Role.HOMEROOM_TEACHER, "import_admissions")
    assert not BEIJING.may(Role.REGISTRAR, "grant_exception")


def test_the_routes_are_written_row_by_row_in_the_json_form() -> None:
    transfer = next(item for item in as_json(BEIJING)["procedures"] if item["key"] == "in_city_transfer")
    third = next(row for row in transfer["routes"] if row["name"] == "3")
    assert third["chain"] == ["sending_school", "sending_district", "city"]
    assert third["completes_at"] == "city_approved"
    assert third["modes"] == {"city_step_row_3": "AUDIT"}
