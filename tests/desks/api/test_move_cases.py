"""Cases by program: asked about first, opened, decided in turn, each no with its reasons and its status."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.desks.api.programs import Program, rules
from tests.pupils import PDF, TRANSFER, apply_for, clerk, group_of, pupil
from xueji.cases.models import Case, Decision
from xueji.desks.api.routes import changes
from xueji.parties.models import JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import NumberAssignment, Student

if TYPE_CHECKING:
    from tests.pupils import Schools
    from tests.small_city import SmallCity
    from xueji.records.models import StudentRecord


@pytest.fixture
def receiving(city: SmallCity, schools: Schools) -> Program:
    return Program(clerk(city, schools.far_primary))


def named(record: StudentRecord, actor: Any) -> dict[str, str]:
    with scope(actor):
        number = NumberAssignment.objects.get(record=record).number
        return {"procedure": TRANSFER, "number": number, "name": Student.objects.get(pk=record.student_id).name}


def application(program: Program, record: StudentRecord, schools: Schools, city: SmallCity) -> dict[str, Any]:
    """What an application asks, answered: the first code of each list, a paper for each proof."""
    child = named(record, city.city_officer())
    asked = program.post("/preflight", child).json()["asks"]
    answers: dict[str, Any] = {}
    for one in asked:
        if one["kind"] == "proof":
            answers[one["key"]] = upload(program)["id"]
        elif one["kind"] == "class_group":
            answers[one["key"]] = group_of(schools.far_primary, "P3").pk
        elif one["choices"]:
            answers[one["key"]] = one["choices"][0]["code"]
    return {**child, "answers": answers}


def upload(program: Program) -> dict[str, Any]:
    file = io.BytesIO(PDF)
    file.name = "证明.pdf"
    answer = program.send("/attachments", file)
    assert answer.status_code == 201, answer.content
    return answer.json()


def approve(program: Program, key: int) -> Any:
    case = program.get(f"/cases/{key}")
    offer = next(one for one in case.json()["offers"] if one["event"] == "approve")
    answers = {one["key"]: one["choices"][0]["code"] for one in offer["asks"] if one["choices"]}
    return program.post(f"/cases/{key}/steps", {"event": "approve", "answers": answers}, if_match=case["ETag"])


def test_a_child_moves_by_program_alone(city: SmallCity, schools: Schools, receiving: Program) -> None:
    record = pupil(schools.primary)
    sent = application(receiving, record, schools, city)
    asked = receiving.post("/preflight", sent).json()
    assert asked["possible"] is True, asked["against"]
    assert [one["code"] for one in asked["chain"]] == ["receiving_district", "sending_school", "sending_district"]
    opened = receiving.post("/cases", sent, idempotency_key="one")
    assert opened.status_code == 201, opened.content
    told = opened.json()
    assert opened["Location"] == f"/api/v1/cases/{told['id']}"
    assert told["state"]["label"]["zh"] == "待转入区县审核"
    assert told["due_on"] == "2015-09-16"
    assert told["holder"]["name"] == "海淀区"
    assert {one["kind"] for one in told["papers"]} <= set(sent["answers"])
    assert all(one["url"] for one in told["papers"])
    yanqing, haidian = city.districts
    for place in (haidian, schools.primary, yanqing):
        answer = approve(Program(clerk(city, place)), told["id"])
        assert answer.status_code == 200, answer.content
    done = receiving.get(f"/cases/{told['id']}").json()
    assert (done["open"], done["outcome"]) == (False, "approved")
    assert [one["number"] for one in done["decisions"]] == [1, 2, 3, 4]
    assert receiving.get("/children").json()["items"][0]["record_id"] == record.pk
    assert Program(clerk(city, schools.primary)).get("/children").json()["items"] == []


def test_every_reason_at_once_with_article_and_remedy(city: SmallCity, schools: Schools, receiving: Program) -> None:
    record = pupil(schools.primary, standing="on_leave")
    schools.places(schools.far_primary, 0)
    told = receiving.post("/preflight", named(record, city.city_officer())).json()
    assert told["possible"] is False
    against = {one["rule"]: one for one in told["against"]}
    assert {"receiving_school_has_place", "not_on_leave"} <= set(against)
    assert against["not_on_leave"]["source"]
    assert against["not_on_leave"]["mend"]["en"]
    refused = receiving.post("/cases", named(record, city.city_officer()))
    assert refused.status_code == 422
    assert {"receiving_school_has_place", "answer_required"} <= rules(refused)
    answered = {**application(receiving, record, schools, city)}
    refused = receiving.post("/cases", answered)
    assert refused.status_code == 409
    assert {"receiving_school_has_place", "not_on_leave"} <= rules(refused)
    assert refused.json()["rule"] == refused.json()["reasons"][0]["rule"]
    assert refused.json()["remedy"] == refused.json()["reasons"][0]["mend"]


def test_number_and_name_both_or_nothing(city: SmallCity, schools: Schools, receiving: Program) -> None:
    record = pupil(schools.primary)
    child = named(record, city.city_officer())
    found = receiving.post("/look-ups", {"number": child["number"], "name": child["name"]})
    assert found.json()["record_id"] == record.pk
    assert child["number"] not in found.content.decode()
    wrong = receiving.post("/look-ups", {"number": child["number"], "name": "王别人"})
    assert wrong.status_code == 404
    assert rules(wrong) == {"number_and_name"}
    assert rules(receiving.post("/preflight", {"procedure": TRANSFER, "record_id": record.pk})) == {
        "number_and_name_required"
    }


def test_old_versions_are_told_and_missing_ones_asked_for(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    key = apply_for(record, schools.far_primary, clerk(city, schools.far_primary)).case_id
    haidian = Program(clerk(city, city.districts[1]))
    step = {"event": "refuse", "reason": "材料不符"}
    assert haidian.post(f"/cases/{key}/steps", step).status_code == 428
    stale = haidian.post(f"/cases/{key}/steps", step, if_match='W/"99/abc"')
    assert stale.status_code == 412
    tag = haidian.get(f"/cases/{key}")["ETag"]
    assert tag.startswith('W/"1/')
    assert haidian.get(f"/cases/{key}", if_none_match=tag).status_code == 304
    faulty = haidian.post(f"/cases/{key}/steps", {"event": "refuse"}, if_match=tag)
    assert faulty.status_code == 422
    assert rules(faulty) == {"reason_required"}
    unknown = haidian.post(f"/cases/{key}/steps", {**step, "answers": {"nonsense": 1}}, if_match=tag)
    assert rules(unknown) == {"answer_not_asked"}
    assert haidian.post(f"/cases/{key}/steps", step, if_match=tag).status_code == 200
    again = haidian.post(f"/cases/{key}/steps", step, if_match="*")
    assert again.status_code == 409
    assert rules(again) == {"wrong_state"}


def test_who_is_no_party_sees_no_case(city: SmallCity, schools: Schools, district: Program) -> None:
    record = pupil(schools.far_primary)
    near = clerk(city, schools.far_secondary)
    key = apply_for(pupil(schools.primary), schools.near_primary, clerk(city, schools.near_primary)).case_id
    stranger = Program(near)
    for answer in (
        stranger.get(f"/cases/{key}"),
        stranger.post(f"/cases/{key}/steps", {"event": "approve"}, if_match="*"),
        stranger.post(f"/cases/{key}/urges", {}),
    ):
        assert answer.status_code == 404
    rows = stranger.post("/cases/steps", {"rows": [{"case_id": key, "event": "approve"}]}).json()
    assert rows["rows"][0]["status"] == 404
    assert stranger.get("/cases").json()["items"] == []
    assert stranger.get("/changes").json()["items"] == []
    assert record.pk


def test_the_applicant_does_not_decide(city: SmallCity, schools: Schools, receiving: Program) -> None:
    key = apply_for(pupil(schools.primary), schools.far_primary, receiving.actor).case_id
    answer = receiving.post(f"/cases/{key}/steps", {"event": "approve"}, if_match="*")
    assert answer.status_code == 409
    assert rules(answer) == {"not_your_step"}


def test_many_steps_one_result_a_row(city: SmallCity, schools: Schools) -> None:
    keys = [
        apply_for(pupil(schools.primary), schools.far_primary, clerk(city, schools.far_primary)).case_id
        for _ in range(3)
    ]
    haidian = Program(clerk(city, city.districts[1]))
    rows = [
        {"case_id": keys[0], "event": "refuse", "reason": "材料不符"},
        {"case_id": keys[1], "event": "refuse"},
        {"case_id": 999_999, "event": "refuse", "reason": "材料不符"},
        {"case_id": keys[2], "event": "refuse", "reason": "材料不符", "version": 9},
    ]
    told = haidian.post("/cases/steps", {"rows": rows}, idempotency_key="batch").json()
    assert [row["status"] for row in told["rows"]] == [200, 422, 404, 412]
    assert (told["taken"], told["refused"]) == (1, 3)
    assert [row["row"] for row in told["rows"]] == [1, 2, 3, 4]
    again = haidian.post("/cases/steps", {"rows": rows}, idempotency_key="batch")
    assert again["Idempotent-Replay"] == "true"
    assert again.json() == told
    assert rules(haidian.post("/cases/steps", {"rows": [rows[0], rows[0]]})) == {"case_twice"}
    assert haidian.post("/cases/steps", {"rows": rows * 60}).status_code == 422


def test_a_repeat_does_nothing_twice(city: SmallCity, schools: Schools, receiving: Program) -> None:
    sent = application(receiving, pupil(schools.primary), schools, city)
    first = receiving.post("/cases", sent, idempotency_key="abc")
    again = receiving.post("/cases", sent, idempotency_key="abc")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first["ETag"] == again["ETag"]
    assert first["Location"] == again["Location"]
    assert "Idempotent-Replay" not in first
    assert again["Idempotent-Replay"] == "true"
    other = receiving.post("/cases", {**sent, "reason": "别的"}, idempotency_key="abc")
    assert other.status_code == 422
    assert rules(other) == {"idempotency_key_reused"}
    assert rules(receiving.post("/cases", sent, idempotency_key="x" * 81)) == {"idempotency_key_shape"}
    with scope(city.city_officer()):
        assert Case.objects.count() == 1


def test_a_refused_request_may_be_tried_again_under_its_key(
    city: SmallCity, schools: Schools, receiving: Program
) -> None:
    sent = application(receiving, pupil(schools.primary), schools, city)
    schools.places(schools.far_primary, 0)
    assert receiving.post("/cases", sent, idempotency_key="k").status_code == 409
    schools.places(schools.far_primary, 5)
    assert receiving.post("/cases", sent, idempotency_key="k").status_code == 201


def test_nobody_proves_with_anothers_paper(city: SmallCity, schools: Schools, receiving: Program) -> None:
    sent = application(receiving, pupil(schools.primary), schools, city)
    foreign = upload(Program(clerk(city, schools.near_primary)))["id"]
    proof = next(key for key, value in sent["answers"].items() if isinstance(value, int) and key != "class_group")
    answer = receiving.post("/cases", {**sent, "answers": {**sent["answers"], proof: foreign}})
    assert "paper_absent" in rules(answer)


def test_papers_are_opened_by_parties_alone(city: SmallCity, schools: Schools, receiving: Program) -> None:
    opened = receiving.post("/cases", application(receiving, pupil(schools.primary), schools, city)).json()
    paper = next(one for one in opened["papers"] if one["url"])
    path = paper["url"].removeprefix("/api/v1")
    content = receiving.get(path)
    assert content["Content-Type"] == "application/pdf"
    assert content["Content-Disposition"].startswith("attachment")
    assert Program(clerk(city, schools.near_secondary)).get(path).status_code == 404
    extra = upload(receiving)["id"]
    brought = receiving.post(f"/cases/{opened['id']}/papers", {"attachment_id": extra, "note": "补充"})
    assert brought.status_code == 201, brought.content
    noted = receiving.post(f"/cases/{opened['id']}/papers/{brought.json()['id']}/notes", {"note": "已核对原件"})
    assert "已核对原件" in noted.json()["note"]
    bad = io.BytesIO(b"MZ not a paper")
    bad.name = "x.pdf"
    assert receiving.send("/attachments", bad).status_code == 422


def test_cases_are_listed_by_where_they_wait(city: SmallCity, schools: Schools, receiving: Program) -> None:
    keys = [apply_for(pupil(schools.primary), schools.far_primary, receiving.actor).case_id for _ in range(3)]
    haidian = Program(clerk(city, city.districts[1]))
    page = haidian.get("/cases?view=waiting&limit=2").json()
    rest = haidian.get(page["next"].removeprefix("/api/v1")).json()
    assert [one["id"] for one in (*page["items"], *rest["items"])] == keys
    assert rest["next"] is None
    assert all(one["mine"] for one in page["items"])
    assert receiving.get("/cases?view=waiting").json()["items"] == []
    assert len(receiving.get("/cases?applied=true").json()["items"]) == 3
    assert haidian.get("/cases?overdue=true").json()["items"] == []
    assert rules(haidian.get("/cases?view=nothing")) == {"literal_error"}
    spoiled = page["next"].replace("cursor=", "cursor=x").removeprefix("/api/v1")
    assert rules(haidian.get(spoiled)) == {"bad_cursor"}
    elsewhere = page["next"].replace("view=waiting", "view=open").removeprefix("/api/v1")
    assert rules(haidian.get(elsewhere)) == {"bad_cursor"}


def test_a_case_is_given_to_a_colleague_and_urged_by_who_waits(
    city: SmallCity, schools: Schools, receiving: Program
) -> None:
    key = apply_for(pupil(schools.primary), schools.far_primary, receiving.actor).case_id
    urged = receiving.post(f"/cases/{key}/urges", {"reason": "请尽快"})
    assert urged.status_code == 200, urged.content
    assert receiving.post(f"/cases/{key}/urges", {"reason": "请尽快"}).status_code == 409
    haidian, colleague = Program(clerk(city, city.districts[1])), clerk(city, city.districts[1])
    assert colleague.post_id in {one["post_id"] for one in haidian.get("/colleagues").json()["items"]}
    told = haidian.post(f"/cases/{key}/handovers", {"post_id": colleague.post_id}, if_match="*")
    assert told.json()["handed_to"] == colleague.name
    assert rules(receiving.post(f"/cases/{key}/handovers", {"post_id": colleague.post_id}, if_match="*")) == {
        "not_found"
    }


def test_the_feed_misses_nothing_and_repeats_nothing(
    city: SmallCity, schools: Schools, receiving: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta  # noqa: PLC0415 - used once

    apply_for(pupil(schools.primary), schools.far_primary, receiving.actor)
    assert receiving.get("/changes").json()["items"] == [], "what is not committed is not told"
    monkeypatch.setattr(changes, "SETTLED", timedelta(0))
    first = receiving.get("/changes?limit=1").json()
    assert [one["decision"]["event"] for one in first["items"]] == ["open"]
    apply_for(pupil(schools.primary), schools.far_primary, receiving.actor)
    then = receiving.get(f"/changes?after={first['after']}").json()
    assert len(then["items"]) == 1
    nothing = receiving.get(f"/changes?after={then['after']}").json()
    assert (nothing["items"], nothing["after"], nothing["more"]) == ([], then["after"], False)
    with scope(city.city_officer()):
        assert Decision.objects.count() == 2


def test_procedures_tell_what_they_ask(receiving: Program) -> None:
    listed = receiving.get("/procedures").json()
    mine = {one["key"] for one in listed["items"] if one["mine"]}
    assert TRANSFER in mine
    told = receiving.get(f"/procedures/{TRANSFER}").json()
    assert any(row["label"]["zh"] == "待转出学校审核" for row in told["status_dictionary"])
    assert told["states"]
    assert told["routes"]
    assert receiving.get("/procedures/nothing").status_code == 404
    assert receiving.get("/rulebook?edition=beijing_2021").json()["key"] == "beijing_2021"
    assert receiving.get("/rulebook?edition=lanting").status_code == 404


def test_a_look_up_is_on_record_whatever_follows(city: SmallCity, schools: Schools, receiving: Program) -> None:
    child = named(pupil(schools.primary), city.city_officer())
    before = JournalEntry.objects.filter(act="look_up_record").count()
    receiving.post("/preflight", child)
    receiving.post("/cases", child)
    receiving.post("/look-ups", {"number": child["number"], "name": "王别人"})
    assert JournalEntry.objects.filter(act="look_up_record").count() == before + 3
    told = receiving.post("/preflight", {**child, "answers": {"nonsense": "1"}})
    absent = receiving.post("/preflight", {**child, "name": "王别人", "answers": {"nonsense": "1"}})
    assert told.status_code == absent.status_code == 422, "a fault of the answers tells nothing of the child"
    assert told.content == absent.content


def test_notices_are_read_once(city: SmallCity, schools: Schools, receiving: Program) -> None:
    haidian = Program(clerk(city, city.districts[1]))
    case = apply_for(pupil(schools.primary), schools.far_primary, receiving.actor).case_id
    haidian.post(f"/cases/{case}/steps", {"event": "refuse", "reason": "材料不符"}, if_match="*")
    told = receiving.get("/notices?unseen=true").json()["items"]
    assert [one["case_id"] for one in told] == [case]
    assert haidian.post("/notices/read", {"notices": [told[0]["id"]]}).json() == {"read": 0}
    assert receiving.post("/notices/read", {"notices": [told[0]["id"]]}).json() == {"read": 1}
    assert receiving.post("/notices/read", {"notices": [told[0]["id"]]}).json() == {"read": 0}
    assert receiving.get("/notices?unseen=true").json()["items"] == []


def test_lists_ask_the_same_number_of_questions_for_any_number_of_rows(
    city: SmallCity, schools: Schools, receiving: Program
) -> None:
    from django.db import connection  # noqa: PLC0415 - used once
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - used once

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert receiving.get(path).json()["items"]
        return len(queries)

    counts = []
    for _ in range(2):
        for _ in range(3):
            apply_for(pupil(schools.primary), schools.far_primary, receiving.actor)
            pupil(schools.far_primary)
        counts.append([asked(path) for path in ("/cases", "/children", "/class-groups?grade=P3")])
    assert all(later <= first for first, later in zip(*counts, strict=True)), counts
    assert max(counts[1]) <= 14, counts
