"""Who is let in, and how far: a key acts as one post, in its scope, and says no in one form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.desks.api.programs import Program, rules
from tests.pupils import pupil
from xueji.desks.api.gateway.limits import LIMITER
from xueji.parties.models import Account, Post
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.pupils import Schools
    from tests.small_city import SmallCity


def test_a_key_tells_whose_it_is(school: Program, city: SmallCity) -> None:
    told = school.get("/me").json()
    assert told["school_id"] == city.school.pk
    assert told["role"] == "registrar"
    assert told["name"].endswith("（接口：一卡通）")
    assert told["city_date"] == "2015-09-01"
    assert "create_class_group" in told["may"]
    assert told["key"]["may_write"] is True


def test_without_a_key_nobody_is_let_in(city: SmallCity, school: Program) -> None:
    for headers in ({}, {"authorization": "Basic abc"}, {"authorization": "Bearer xj_wrong"}):
        answer = school.client.get("/api/v1/children", headers=headers)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        rules(answer)


def test_a_session_opens_nothing(school: Program) -> None:
    school.client.force_login(
        Account.objects.get(pk=school.actor.account_id), "django.contrib.auth.backends.ModelBackend"
    )
    assert school.client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("change", ["expired", "revoked", "post_ended", "account_closed"])
def test_a_key_dies_with_what_it_rests_on(city: SmallCity, school: Program, change: str) -> None:
    assert school.get("/me").status_code == 200
    if change == "expired":
        school.key.expires_on = timezone.localdate() - timedelta(days=1)
    elif change == "revoked":
        school.key.revoked_at = timezone.now()
    elif change == "post_ended":
        Post.objects.filter(pk=school.key.post_id).update(ends_on="2015-09-01")
    else:
        Account.objects.filter(pk=school.actor.account_id).update(is_active=False)
    school.key.save()
    assert rules(school.get("/me")) == {"bad_key"}


def test_a_key_that_reads_does_not_write(city: SmallCity) -> None:
    reader = Program(city.actor(), may_write=False)
    assert reader.get("/class-groups").status_code == 200
    answer = reader.post("/class-groups", {"campus_id": 1, "grade": "P1"})
    assert answer.status_code == 403
    assert rules(answer) == {"read_only_key"}


def test_too_many_requests_wait(school: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LIMITER, "a_minute", 3)
    monkeypatch.setattr(LIMITER, "_left", {})
    answers = [school.get("/me") for _ in range(5)]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1
    assert rules(answers[-1]) == {"too_many_requests"}


def test_another_schools_child_and_an_absent_one_look_alike(school: Program, schools: Schools) -> None:
    other = pupil(schools.far_primary).student_id
    first, second = school.get(f"/children/{other}"), school.get("/children/999999")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content


def test_what_is_no_address_is_a_problem_and_not_a_page(school: Program) -> None:
    for path in ("/nothing", "/", "/a%0Ab", "/children/abc", f"/children/{10**40}", "/children/0"):
        assert rules(school.get(path)) == {"not_found"}
    answer = school.ask("delete", "/me")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert rules(answer) == {"method_not_allowed"}


def test_a_misspelt_filter_is_refused_and_not_passed_over(school: Program) -> None:
    answer = school.get("/children?gade=P1&limit=5")
    assert answer.status_code == 422
    assert rules(answer) == {"unknown_parameter"}
    assert answer.json()["reasons"][0]["field"] == "query.gade"


def test_a_homeroom_teacher_sees_the_own_class_and_no_cases(city: SmallCity, schools: Schools) -> None:
    pupil(schools.primary)
    teacher = Program(city.actor(Role.HOMEROOM_TEACHER))
    assert teacher.get("/children").json()["items"] == []
    assert rules(teacher.get("/cases")) == {"not_your_post"}


def test_sentences_come_in_both_languages(school: Program) -> None:
    assert school.get("/nothing").json()["detail"].startswith("没有")
    english = school.get("/nothing", accept_language="en")
    assert english.json()["detail"].startswith("There is no such")
    assert english["Content-Language"] == "en"


def test_what_cannot_be_read_is_refused(school: Program) -> None:
    send = lambda body, kind="application/json": school.client.post(  # noqa: E731 - five lines in one
        "/api/v1/preflight", body, content_type=kind, headers={"authorization": f"Bearer {school.secret}"}
    )
    assert rules(send("{")) == {"not_json"}
    assert rules(send("[" * 100_000)) == {"not_json"}
    assert rules(send("{}", "text/plain")) == {"content_type"}
    assert rules(send('{"procedure": "a\\u0000"}')) == {"unusable_character"}
    assert rules(send('{"procedure": "a\\ud800"}')) == {"unusable_character"}
    assert rules(send('{"procedure": NaN}')) == {"not_json"}
    assert "missing" in rules(send("{}"))
    assert "extra_forbidden" in rules(send('{"procedure": "in_city_transfer", "nonsense": 1}'))
    assert rules(school.get("/children?q=%00")) == {"unusable_character"}


def test_the_reference_is_open_and_obeys_the_policy(school: Program) -> None:
    page = school.client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert b"<script>" not in page.content
    told = school.client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["paths"]["/api/v1/cases/{key}/steps"]["post"]["responses"]["409"]["content"].keys() == {
        "application/problem+json"
    }
