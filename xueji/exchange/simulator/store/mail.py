"""What is to be told to the provinces: written down with the deed that causes it, told afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from xueji.exchange.simulator.knowledge.reading import province_name
from xueji.exchange.simulator.store.work import Row, Work
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import FromNation, ToNation

_PUT = (
    "INSERT INTO outbox (province, verb, about, body, in_reply_to, raw, at) VALUES"
    " (%(province)s, %(verb)s, %(about)s, %(body)s, %(in_reply_to)s, %(raw)s, %(at)s)"
)


def say(
    work: Work, province: str, verb: FromNation, about: str, body: Mapping[str, Any], *, in_reply_to: str = ""
) -> None:
    """Owe a message to a province; to one that the simulator plays itself it is only logged."""
    connected = work.row("SELECT 1 FROM provinces WHERE code = %(code)s AND connected", {"code": province})
    if connected:
        values = {"province": province, "verb": verb.value, "about": about, "body": Jsonb(dict(body))}
        work.do(_PUT, values | {"in_reply_to": in_reply_to, "raw": "", "at": work.now})
    name = province_name(province)
    said = " ".join(str(body[key]) for key in ("code", "level", "text", "new") if body.get(key))
    work.log(
        f"告知{name.zh}：{verb.label.zh} {said}".strip(),
        f"To {name.en}: {verb.label.en} {said}".strip(),
        province=province,
        about=about,
    )


def say_raw(work: Work, province: str, raw: str) -> None:
    """Owe a text that no wire format knows: a fault, for training."""
    values = {"province": province, "verb": "", "about": "", "body": Jsonb({}), "in_reply_to": ""}
    work.do(_PUT, values | {"raw": raw, "at": work.now})
    work.log("发出一条无法识读的消息", "A message that cannot be read was sent", province=province)


def say_again(work: Work, about: str) -> bool:
    """Owe the last message about an application once more, under a new number; False where there is none."""
    last = work.row("SELECT * FROM outbox WHERE about = %(about)s ORDER BY id DESC LIMIT 1", {"about": about})
    if last is None:
        return False
    work.do(_PUT, last | {"body": Jsonb(last["body"]), "at": work.now})
    work.log("同一消息重复发出", "The same message was sent again", province=last["province"], about=about)
    return True


def untold(work: Work, province: str, limit: int) -> list[Row]:
    """What has not been told yet, in order, each with its number."""
    return work.rows(
        "SELECT outbox.*, token || '-' || lpad(id::text, 8, '0') AS number FROM outbox, nation"
        " WHERE province = %(province)s AND NOT told ORDER BY id LIMIT %(limit)s",
        {"province": province, "limit": limit},
    )


def tidings_of(row: Row) -> Tidings:
    """The message that a row of the outbox holds."""
    verb = FromNation(row["verb"])
    return Tidings(row["number"], verb, row["about"], row["body"], row["at"], row["in_reply_to"])


def is_new(work: Work, province: str, key: str) -> bool:
    """Whether a province's message is heard for the first time; from now on it is not."""
    query = "INSERT INTO heard (province, key) VALUES (%(province)s, %(key)s) ON CONFLICT DO NOTHING"
    return work.do(query, {"province": province, "key": key}) == 1


def note_heard(work: Work, province: str, verb: ToNation, about: str) -> None:
    """Write down what a province has said."""
    name = province_name(province)
    work.log(f"{name.zh}来：{verb.label.zh}", f"From {name.en}: {verb.label.en}", province=province, about=about)
