"""Reading an archive through the child process: the parent's side, which opens no picture itself."""

from __future__ import annotations

import base64
import json
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from xueji.exchange.photos.limits import PhotoLimits
from xueji.parties.confined.starting import end_confined, start_confined
from xueji.parties.refusals import Complaint, RefusedError
from xueji.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Picture:
    """One file of the archive: a JPEG drawn anew, or the rule it breaks."""

    name: str
    content: bytes = b""
    refused: str = ""


def pictures(archive: Path, limits: PhotoLimits | None = None) -> Iterator[Picture]:
    """Yield every picture of the archive. Raises RefusedError for the archive as a whole."""
    bounds = limits or PhotoLimits()
    if archive.stat().st_size > bounds.archive_bytes:
        raise _refusal("archive_too_large")
    child = start_confined("xueji.exchange.photos.child", [str(archive.resolve()), json.dumps(asdict(bounds))])
    patience = threading.Timer(bounds.wall_seconds, child.kill)
    patience.start()
    try:
        yield from _heard(child)
    finally:
        patience.cancel()
        end_confined(child)


def _heard(child: subprocess.Popen[bytes]) -> Iterator[Picture]:
    for line in child.stdout or ():
        try:
            said = json.loads(line)
        except ValueError:
            break
        if "done" in said:
            return
        if "archive" in said:
            raise _refusal(said["archive"])
        yield Picture(said["name"], base64.b64decode(said.get("picture", "")), said.get("refused", ""))
    # It was ended in the midst of its speech by one of its limits.
    raise _refusal("archive_too_much")


def _refusal(rule: str) -> RefusedError:
    says, mend = _ARCHIVES[rule]
    return RefusedError([Complaint("file", rule, says, mend)])


_AGAIN = Text("请分成几个压缩包，只放照片。", "Divide it into several archives with nothing but photos.")
_ARCHIVES = {
    "archive_damaged": (
        Text("不是可用的 zip 压缩包。", "This is no usable zip archive."),
        Text("请把照片压缩为 zip 后上传。", "Pack the photos as zip and upload that."),
    ),
    "archive_encrypted": (
        Text("压缩包有密码。", "The archive has a password."),
        Text("请去掉密码后重新压缩。", "Pack it again without one."),
    ),
    "archive_too_large": (Text("压缩包超过200MB。", "The archive is larger than 200 MB."), _AGAIN),
    "archive_too_many": (Text("压缩包中的文件超过3000个。", "The archive holds more than 3000 files."), _AGAIN),
    "archive_inflates": (Text("压缩包解压后过大。", "The archive grows too much when unpacked."), _AGAIN),
    "archive_too_much": (Text("读取压缩包超过时间或内存的限制。", "Reading it takes too much time or memory."), _AGAIN),
}
