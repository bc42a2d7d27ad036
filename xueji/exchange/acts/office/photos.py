"""Photos of the school's own children, brought in by the archive."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.utils import timezone

from xueji.exchange.photos.archive import Picture, pictures
from xueji.exchange.photos.matching import children_of, number_in
from xueji.parties.actors import Actor
from xueji.parties.office_acts import Done, office_act
from xueji.records.models import StudentPhoto
from xueji.vocabulary.text import Text

AT_ONCE = 200


class PhotoOutcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class PhotoVerdict:
    """One file of the archive; a refused one says why and what mends it."""

    name: str
    outcome: PhotoOutcome
    rule: str = ""
    student_id: int | None = None

    @property
    def says(self) -> Text:
        """What is wrong with it."""
        return RULES[self.rule][0]

    @property
    def mend(self) -> Text:
        """What to do about it."""
        return RULES[self.rule][1]


@dataclass
class _Import:
    """One archive on its way in: who may be met, and who has been."""

    actor: Actor
    seen: set[int] = field(default_factory=set)

    def take(self, pieces: Sequence[Picture]) -> Iterator[PhotoVerdict]:
        """Match some pictures, keep those that fit, and say what became of each."""
        numbers = {piece.name: number_in(piece.name) for piece in pieces}
        children = children_of(self.actor, [number for number in numbers.values() if number])
        digests = dict(
            StudentPhoto.objects.filter(student_id__in=children.values()).values_list("student_id", "sha256")
        )
        kept = []
        for piece in pieces:
            number = numbers[piece.name]
            student = children.get(number)
            rule = piece.refused or self._rule(number, student)
            if rule or student is None:
                yield PhotoVerdict(piece.name, PhotoOutcome.REFUSED, rule)
                continue
            self.seen.add(student)
            digest = hashlib.sha256(piece.content).hexdigest()
            before = digests.get(student)
            if before == digest:
                yield PhotoVerdict(piece.name, PhotoOutcome.SAME, student_id=student)
                continue
            kept.append(
                StudentPhoto(student_id=student, content=piece.content, sha256=digest, uploaded_at=timezone.now())
            )
            outcome = PhotoOutcome.REPLACED if before else PhotoOutcome.NEW
            yield PhotoVerdict(piece.name, outcome, student_id=student)
        StudentPhoto.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["student"],
            update_fields=["content", "sha256", "uploaded_at"],
        )

    def _rule(self, number: str, student: int | None) -> str:
        if not number:
            return "photo_name"
        if student is None:
            return "photo_of_nobody"
        return "photo_twice" if student in self.seen else ""


@office_act("import_photos")
def import_photos(*, actor: Actor, reason: str, file_name: str, archive: Path) -> Done:
    """Keep the photos of an archive for children on the roll of the actor's school; result is a verdict on every file.

    Raises RefusedError when the archive cannot be read. The same archive again changes nothing.
    """
    coming, told = iter(pictures(archive)), []
    work = _Import(actor)
    while pieces := list(islice(coming, AT_ONCE)):
        told += list(work.take(pieces))
    counts = {outcome.value: sum(one.outcome is outcome for one in told) for outcome in PhotoOutcome}
    return Done(f"school:{actor.school_id}", {"file": file_name[-200:], **counts}, told)


RULES = {
    "photo_name": (
        Text("文件名不是学籍号、身份证件号或教育ID。", "The file is not named by a number of the child."),
        Text("请按全国学籍号命名，如 G110229200903040018.jpg。", "Name it by the national number."),
    ),
    "photo_of_nobody": (
        Text("本校在籍学生中没有这个号码。", "No child on the roll of this school has this number."),
        Text("请核对文件名中的号码；已转出的学生由现学校上传。", "Check the number in the name."),
    ),
    "photo_twice": (
        Text(
            "压缩包中另有该学生的照片，只采用第一张。",
            "The archive holds another photo of this child; the first is taken.",
        ),
        Text("请只保留一张。", "Keep one of them."),
    ),
    "photo_unreadable": (
        Text("不是可用的 JPG 或 PNG 图片。", "This is no usable JPG or PNG picture."),
        Text("请另存为 JPG 后重新上传。", "Save it as JPG and upload it again."),
    ),
    "photo_too_large": (
        Text(
            "图片文件过大（超过10MB，或展开后占用内存过多）。",
            "The picture is too large (more than 10 MB, or too much memory).",
        ),
        Text("请缩小后重新上传。", "Make it smaller and upload it again."),
    ),
    "photo_too_many_pixels": (
        Text("图片的像素过多（超过4000万）。", "The picture has more than 40 million pixels."),
        Text("请缩小后重新上传。", "Make it smaller and upload it again."),
    ),
    "photo_too_small": (
        Text("图片过小，边长不到60像素。", "The picture is smaller than 60 pixels."),
        Text("请换一张清晰的照片。", "Choose a clearer photo."),
    ),
}
