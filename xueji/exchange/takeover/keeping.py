"""A take-over is begun: what was sent is kept, or only named where it lies on this machine."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import TakeOverStatus
from xueji.exchange.takeover.judging.staging import judge
from xueji.exchange.takeover.landing.landing import keeper
from xueji.exchange.takeover.sources import digest
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.refusals import refuse
from xueji.parties.scope import scope
from xueji.vocabulary.text import Text

MAX_BYTES = 128 * 1024 * 1024


def keep_upload(actor: Actor, file_name: str, content: bytes) -> TakeOver:
    """Keep an upload, to be judged. Raises RefusedError for an empty or oversized one."""
    if not content or len(content) > MAX_BYTES:
        megabytes = MAX_BYTES >> 20
        raise refuse(
            "file",
            "file_size",
            Text(f"文件为空或超过{megabytes}MB。", f"The file is empty or larger than {megabytes} MB."),
            Text(
                "请压缩成 zip，或在服务器上用命令 xueji takeover 接管。", "Zip it, or run xueji takeover on the server."
            ),
        )
    return _begun(actor, file_name, hashlib.sha256(content).hexdigest(), content)


def begin_here(actor: Actor, path: Path) -> TakeOver:
    """Begin with files of this machine; their content is not kept."""
    return _begun(actor, path.name or str(path), digest(path), b"")


def judge_upload(takeover_id: int) -> None:
    """Judge a kept upload that stands in READING. A broken-off judging begins anew: staging was rolled back."""
    actor = keeper(TakeOver.objects.defer("content").get(pk=takeover_id))
    with scope(actor), tempfile.TemporaryDirectory() as folder:
        takeover = TakeOver.objects.select_for_update(of=("self",)).get(pk=takeover_id)
        if takeover.status != TakeOverStatus.READING:
            return
        path = Path(folder) / "sent"
        path.write_bytes(bytes(takeover.content))
        judge(takeover, path, name=takeover.file_name)


def _begun(actor: Actor, file_name: str, sha256: str, content: bytes) -> TakeOver:
    return TakeOver.objects.create(
        file_name=file_name[-200:],
        sha256=sha256,
        content=content,
        created_by_id=actor.account_id,
        created_name=actor.name,
        created_on=city_today(),
    )
