"""Admissions lists by program: uploaded, judged, read row by row, confirmed once, taken back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tests.desks.api.programs import Program, rules
from tests.desks.intake.test_bring_in_a_list import sheet
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_a_list_goes_its_way(city: SmallCity, school: Program, district: Program) -> None:
    file = io.BytesIO(sheet(city))
    file.name = "名单.csv"
    sent = school.send("/imports", file, idempotency_key="list")
    assert sent.status_code == 202, sent.content
    file.seek(0)
    again = school.send("/imports", file, idempotency_key="list")
    assert again["Idempotent-Replay"] == "true"
    assert again.json() == sent.json()
    key = sent.json()["id"]
    assert rules(school.post(f"/imports/{key}/confirm")) == {"import_not_judged"}
    judge_batch(key)
    told = school.get(f"/imports/{key}").json()
    assert (told["status"], told["counts"]["accept"], told["counts"]["reject"]) == ("judged", 3, 1)
    bad = school.get(f"/imports/{key}/rows?verdict=reject").json()["items"]
    assert len(bad) == 1
    assert bad[0]["faults"][0]["says"]["en"]
    good = school.get(f"/imports/{key}/rows?verdict=accept&limit=2").json()
    assert len(good["items"]) == 2
    assert "•" in "".join(good["items"][0]["cells"].values())
    assert len(school.get(good["next"].removeprefix("/api/v1")).json()["items"]) == 1
    assert school.post(f"/imports/{key}/confirm").status_code == 202
    land_batch(key)
    assert school.get(f"/imports/{key}").json()["status"] == "done"
    assert len(school.get("/entrants").json()["items"]) == 3
    assert Program(city.actor(at=city.schools[1])).get(f"/imports/{key}").status_code == 404
    assert rules(district.get("/imports")) == {"not_your_act"}
    assert rules(school.post(f"/imports/{key}/undo", {"reason": " "})) == {"reason_required"}
    assert school.post(f"/imports/{key}/undo", {"reason": "传错名单"}).json() == {"undone": 3}
    assert school.post(f"/imports/{key}/undo", {"reason": "传错名单"}).status_code == 409
    assert [one["status"] for one in school.get("/imports").json()["items"]] == ["undone"]


def test_no_file_is_no_list(school: Program) -> None:
    answer = school.client.post("/api/v1/imports", {}, headers={"authorization": f"Bearer {school.secret}"})
    assert answer.status_code == 422
    assert rules(answer) == {"missing"}
