"""A file under a passphrase: AES-256-GCM in blocks, written without looking back and read from any place.

Each block is sealed under its own number and a mark of the last one: blocks cannot be changed, moved, left out or cut
off without notice. The key comes from the passphrase by scrypt; a few bytes more tell a wrong passphrase from damage.
"""

from __future__ import annotations

import hmac
import io
import os
import struct
from typing import IO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from xueji.server.database import HouseError
from xueji.vocabulary.text import Text

MAGIC = b"XUEJILK1"
BLOCK = 1 << 20
_TAG, _SALT, _PREFIX, _CHECK = 16, 16, 7, 16
_HEADER = struct.Struct(f"8s{_SALT}s{_PREFIX}s{_CHECK}s")
# 32 MB and a tenth of a second for each guess.
_COST = {"n": 1 << 15, "r": 8, "p": 1}


def _keys(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    made = Scrypt(salt=salt, length=32 + _CHECK, **_COST).derive(passphrase.encode())
    return made[:32], made[32:]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class LockedWriter(io.RawIOBase):
    """Takes bytes and writes sealed blocks to `file`; `close` seals the last one and leaves `file` open."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        key, check = _keys(passphrase, salt)
        self._file, self._lock, self._waiting, self._number = file, AESGCM(key), bytearray(), 0
        self._header = _HEADER.pack(MAGIC, salt, self._prefix, check)
        file.write(self._header)

    def writable(self) -> bool:
        """It is for writing alone."""
        return True

    def write(self, data: object, /) -> int:
        """Take bytes; whole blocks go out once it is sure that they are not the last."""
        taken = bytes(data)  # type: ignore[call-overload]
        self._waiting += taken
        while len(self._waiting) > BLOCK:
            self._seal(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]
        return len(taken)

    def close(self) -> None:
        """Seal what is left as the last block."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
            self._waiting.clear()
        super().close()

    def _seal(self, block: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._file.write(self._lock.encrypt(nonce, block, self._header))
        self._number += 1


class LockedReader(io.RawIOBase):
    """Reads a locked file from any place. Raises HouseError for a wrong passphrase and for any damage."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._header = file.read(_HEADER.size)
        if len(self._header) < _HEADER.size:
            raise damaged()
        _, salt, self._prefix, check = _HEADER.unpack(self._header)
        key, expected = _keys(passphrase, salt)
        if not hmac.compare_digest(check, expected):
            raise _wrong_passphrase()
        self._file, self._lock = file, AESGCM(key)
        sealed = file.seek(0, io.SEEK_END) - _HEADER.size
        self._blocks = max(1, -(-sealed // (BLOCK + _TAG)))
        self._size = sealed - self._blocks * _TAG
        self._at, self._known = 0, (-1, b"")
        self._block(self._blocks - 1)

    @classmethod
    def opened(cls, file: IO[bytes], passphrase: str) -> io.BufferedReader:
        """Return a reader that asks for one block at a time."""
        return io.BufferedReader(cls(file, passphrase), BLOCK)

    def readable(self) -> bool:
        """It is for reading alone."""
        return True

    def seekable(self) -> bool:
        """A zip is read from its end."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place of the plain text."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return the place in the plain text."""
        return self._at

    def readinto(self, buffer: object, /) -> int:
        """Fill a buffer, at most to the end of a block."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, BLOCK)
        piece = self._block(number)[start : start + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _block(self, number: int) -> bytes:
        if self._known[0] != number:
            self._file.seek(_HEADER.size + number * (BLOCK + _TAG))
            nonce = _nonce(self._prefix, number, last=number == self._blocks - 1)
            try:
                self._known = number, self._lock.decrypt(nonce, self._file.read(BLOCK + _TAG), self._header)
            except InvalidTag:
                raise damaged() from None
        return self._known[1]

    def __enter__(self) -> Self:
        return self


def damaged() -> HouseError:
    """Return the error for a file that is not what was written."""
    return HouseError(
        Text("备份文件已损坏或被改动。", "The backup file is damaged or was tampered with."),
        Text("请使用另一份备份。", "Use another backup."),
    )


def _wrong_passphrase() -> HouseError:
    return HouseError(
        Text("口令与备份文件不符。", "The passphrase does not open this backup."),
        Text(
            "请用 --passphrase-file 指明备份时所用的口令文件。",
            "Name the file used for the backup with --passphrase-file.",
        ),
    )
