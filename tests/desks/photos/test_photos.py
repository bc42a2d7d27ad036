"""A school brings in its photos; a child's photo is seen by whoever may see the child."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.district.people import browser, page
from tests.exchange.photos.archives import archive, jpeg
from tests.pupils import Schools, pupil
from xueji.parties.models import JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import StudentPhoto
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity


@pytest.fixture
def town(db: None) -> SmallCity:
    from tests.small_city import small_city  # noqa: PLC0415

    return small_city()


def national(record: object) -> str:
    national = record.numbers.filter(scheme__in=["L", "G", "J"])  # type: ignore[attr-defined]
    return str(national.values_list("number", flat=True)[0])


def test_photos_find_their_children_and_nobody_elses(town: SmallCity, tmp_path: Path) -> None:
    schools = Schools(town)
    registrar, other = town.actor(), town.actor(at=schools.near_primary)
    with scope(town.city_officer()):
        mine, theirs = pupil(schools.primary), pupil(schools.near_primary)
        number, foreign = national(mine), national(theirs)
    sent = archive(tmp_path / "a.zip", {f"{number}.jpg": jpeg(), f"{foreign}.jpg": jpeg(), "班级合影.jpg": jpeg()})
    client = browser(registrar)

    def upload() -> str:
        file = SimpleUploadedFile("照片.zip", sent.read_bytes())
        answer = client.post("/photos", {"file": file})
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return answer.content.decode()

    told = upload()
    assert "新增" in told
    assert "本校在籍学生中没有这个号码" in told
    assert "文件名不是学籍号" in told
    with scope(town.city_officer()):
        assert list(StudentPhoto.objects.values_list("student_id", flat=True)) == [mine.student_id]
    assert JournalEntry.objects.get(act="import_photos").detail["new"] == 1
    assert "与现有相同" in upload()

    photo = client.get(f"/children/{mine.student_id}/photo")
    assert photo["Content-Type"] == "image/jpeg"
    assert "no-store" in photo["Cache-Control"]
    assert f"/children/{mine.student_id}/photo" in page(client, f"/children/{mine.student_id}")
    stranger = browser(other)
    absent = stranger.get("/children/999999/photo")
    assert stranger.get(f"/children/{mine.student_id}/photo").status_code == absent.status_code == 404
    outline = stranger.get(f"/children/{theirs.student_id}/photo")
    assert outline["Content-Type"] == "image/svg+xml"


def test_only_the_schools_registrars_bring_photos(town: SmallCity) -> None:
    assert "上传学生照片" in page(browser(town.actor()), "/photos")
    for actor in (town.district_officer(), town.city_officer(), town.actor(Role.HOMEROOM_TEACHER)):
        page(browser(actor), "/photos", 403)


def test_what_is_no_archive_is_refused_with_a_reason(town: SmallCity) -> None:
    client = browser(town.actor())
    answer = client.post("/photos", {"file": SimpleUploadedFile("a.zip", b"not a zip")})
    assert answer.status_code == 422
    assert "不是可用的 zip 压缩包" in answer.content.decode()
    assert "没有选择文件" in client.post("/photos", {}).content.decode()
