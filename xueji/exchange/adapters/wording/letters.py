"""A message as the text that lies on the wire: one JSON object in the wire's words, signed with the province's key.

The signature is HMAC-SHA256, in hexadecimal, over the province's code, a line feed, and the object without its
signature in canonical form (names sorted, no spaces, UTF-8). It covers the message's own number, so that a text
moved to another number is not believed. The wire is ours, not the national one [INF].
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from xueji.exchange.adapters.wording.bodies import from_wire, to_wire
from xueji.exchange.adapters.wording.tables import Wording
from xueji.exchange.adapters.wording.values import MisfitError, moment_from_wire, moment_to_wire, text
from xueji.exchange.port import UnreadableError, UnsayableError
from xueji.vocabulary.border.messages import Dispatch, Tidings
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.text import Text

LONGEST_TEXT = 1024 * 1024
"""Characters of one message; what is longer is not carried."""
LONGEST_NAME = 200
"""Characters of a message's number, and of what it is about."""
_ENVELOPE = "message"

_BAD_NAME = Text(
    "消息编号为空，或编号、业务编号过长。", "The message has no number, or a name in its head is too long."
)
_TOO_LONG = Text("消息过长，不能传送。", "The message is too long to be carried.")
_BROKEN = Text("消息不完整，或不是约定的格式。", "The message is incomplete, or not of the agreed form.")
_UNSIGNED = Text("消息没有签名。", "The message bears no signature.")
_TAMPERED = Text("签名不符，消息可能被改动。", "The signature does not fit; the message may have been tampered with.")
_MOVED = Text("消息编号与所在位置不符。", "The message's number is not that of the place it lies in.")
_UNKNOWN_KIND = Text("未知的消息类型“{kind}”。", "Unknown kind of message “{kind}”.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready for the wire: its number, the code of its kind, what it is about, and the signed text."""

    number: str
    kind: str
    subject: str
    content: str


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes and reads the letters of one province's wire in one wording."""

    wording: Wording
    province: str
    key: bytes

    def write_dispatch(self, said: Dispatch) -> Letter:
        """Write what we say. Raises UnsayableError."""
        return self._write(said.key, said.verb, {"about": said.about, "at": said.at, "body": said.body})

    def write_tidings(self, told: Tidings) -> Letter:
        """Write what we are told. Raises UnsayableError."""
        rest = {"about": told.about, "at": told.at, "body": told.body, "in_reply_to": told.in_reply_to}
        return self._write(told.number, told.verb, rest)

    def read_dispatch(self, number: str, content: str) -> Dispatch:
        """Read what was said under this number. Raises UnreadableError."""
        verb, found = self._read(number, content)
        if not isinstance(verb, ToNation):
            raise _unknown(self.wording.kinds[verb].code)
        return Dispatch(number, verb, found["about"], found["body"], found["at"])

    def read_tidings(self, number: str, content: str) -> Tidings:
        """Read what was told under this number. Raises UnreadableError."""
        verb, found = self._read(number, content)
        if not isinstance(verb, FromNation):
            raise _unknown(self.wording.kinds[verb].code)
        return Tidings(number, verb, found["about"], found["body"], found["at"], found.get("in_reply_to", ""))

    def _write(self, number: str, verb: ToNation | FromNation, rest: Mapping[str, Any]) -> Letter:
        kind = self.wording.kinds[verb]
        try:
            message = {
                **rest,
                "number": number,
                "kind": kind.code,
                "at": moment_to_wire(rest["at"], "at"),
                "body": to_wire(self.wording, kind.body, rest["body"]),
            }
            envelope = to_wire(self.wording, _ENVELOPE, message)
        except MisfitError as error:
            raise UnsayableError(error.says) from None
        if not 0 < len(number) <= LONGEST_NAME or len(rest["about"]) > LONGEST_NAME:
            raise UnsayableError(_BAD_NAME)
        content = orjson.dumps({**envelope, self._signature_name: self._signature(envelope)}).decode()
        if len(content) > LONGEST_TEXT:
            raise UnsayableError(_TOO_LONG)
        return Letter(number, kind.code, rest["about"], content)

    def _read(self, number: str, content: str) -> tuple[ToNation | FromNation, dict[str, Any]]:
        envelope = self._opened(content)
        try:
            found = from_wire(self.wording, _ENVELOPE, envelope)
            if found["number"] != number:
                raise UnreadableError(_MOVED)
            verb = self.wording.verbs.get(found["kind"])
            if verb is None:
                raise _unknown(found["kind"])
            body = from_wire(self.wording, self.wording.kinds[verb].body, found["body"])
            return verb, {**found, "body": body, "at": moment_from_wire(found["at"], "at")}
        except MisfitError as error:
            raise UnreadableError(error.says) from None

    def _opened(self, content: str) -> dict[str, Any]:
        """Return the object whose signature fits."""
        if len(content) > LONGEST_TEXT:
            raise UnreadableError(_TOO_LONG)
        try:
            envelope = orjson.loads(content)
        except orjson.JSONDecodeError:
            raise UnreadableError(_BROKEN) from None
        if not isinstance(envelope, dict):
            raise UnreadableError(_BROKEN)
        signature = envelope.pop(self._signature_name, None)
        if not isinstance(signature, str):
            raise UnreadableError(_UNSIGNED)
        try:
            expected = self._signature(envelope)
        except orjson.JSONEncodeError:
            raise UnreadableError(_BROKEN) from None
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            raise UnreadableError(_TAMPERED)
        return envelope

    def _signature(self, envelope: Mapping[str, Any]) -> str:
        signed = f"{self.province}\n".encode() + orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)
        return hmac.new(self.key, signed, hashlib.sha256).hexdigest()

    @property
    def _signature_name(self) -> str:
        return self.wording.bodies["signature"].by_ours["signature"].wire


def carriable(letter: Letter) -> bool:
    """Whether a database can keep the letter as it is."""
    try:
        for each in (letter.number, letter.kind, letter.subject, letter.content):
            text(each, "")
    except MisfitError:
        return False
    return True


def _unknown(kind: str) -> UnreadableError:
    return UnreadableError(_UNKNOWN_KIND.format(kind=kind[:LONGEST_NAME]))
