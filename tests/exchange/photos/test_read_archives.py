"""Archives of photos, sound and hostile: what comes out is a small picture and nothing else, or a reason."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.exchange.photos.archives import archive, image_bomb, jpeg, png
from xueji.exchange.photos.archive import pictures
from xueji.exchange.photos.limits import PhotoLimits
from xueji.exchange.photos.matching import number_in
from xueji.parties.refusals import RefusedError


def told(path: Path, limits: PhotoLimits | None = None) -> dict[str, str]:
    return {picture.name: picture.refused for picture in pictures(path, limits)}


def refusal(path: Path, limits: PhotoLimits | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        told(path, limits)
    return refused.value.complaints[0].rule


def test_a_photo_comes_out_small_upright_and_bare(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SECRET CAMERA"
    sent = archive(tmp_path / "a.zip", {"folder/L1.jpg": jpeg(1600, 1200, exif=exif), "L2.PNG": png()})
    first, second = pictures(sent)
    with Image.open(io.BytesIO(first.content)) as picture:
        assert picture.format == "JPEG"
        assert picture.height > picture.width
        assert picture.width <= 358
        assert picture.height <= 441
        assert not picture.getexif()
    assert b"SECRET" not in first.content
    with Image.open(io.BytesIO(second.content)) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_one_bad_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    sent = archive(
        tmp_path / "a.zip",
        {
            "good.jpg": jpeg(),
            "bomb.png": image_bomb(),
            "text.jpg": b"hello",
            "cut.jpg": jpeg()[:300],
            "tiny.jpg": jpeg(20, 20),
            "svg.jpg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "__MACOSX/._good.jpg": b"junk",
        },
    )
    assert told(sent) == {
        "good.jpg": "",
        "bomb.png": "photo_too_many_pixels",
        "text.jpg": "photo_unreadable",
        "cut.jpg": "photo_unreadable",
        "tiny.jpg": "photo_too_small",
        "svg.jpg": "photo_unreadable",
    }


def test_hostile_archives_are_refused_whole(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.zip", {f"{number}.jpg": b"\0" * (40 << 20) for number in range(3)})
    assert refusal(bomb, replace(PhotoLimits(), inflated_bytes=64 << 20)) == "archive_inflates"
    assert set(told(bomb).values()) == {"photo_too_large"}
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 not an archive")
    assert refusal(broken) == "archive_damaged"
    many = archive(tmp_path / "many.zip", {f"{number}.jpg": b"" for number in range(20)})
    assert refusal(many, replace(PhotoLimits(), files=10)) == "archive_too_many"
    assert refusal(many, replace(PhotoLimits(), archive_bytes=10)) == "archive_too_large"


def test_an_entry_that_climbs_out_is_a_name_and_no_path(tmp_path: Path) -> None:
    sent = archive(tmp_path / "a.zip", {"../../etc/L1.jpg": jpeg()})
    assert list(told(sent)) == ["L1.jpg"]
    assert zipfile.ZipFile(sent).namelist() == ["../../etc/L1.jpg"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("G110229200903040018.jpg", "G110229200903040018"),
        ("g110229200903040018.JPG", "G110229200903040018"),
        ("11022920090304001x.png", "11022920090304001X"),
        ("12345678.jpg", "12345678"),
        ("张三.jpg", ""),
        ("IMG_0001.jpg", ""),
    ],
)
def test_the_number_is_the_whole_name(name: str, number: str) -> None:
    assert number_in(name) == number
