"""How large a list may be, and how much memory and time reading it may take."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one reading.

    Sizes are bytes, times are seconds. The time grows only with the size of the file on disk, which its sender had to
    send: a small file can never claim more than `cpu_seconds`, whatever it pretends to contain.
    """

    file_bytes: int = 64 * _MIB
    parts: int = 2_000
    sheets: int = 60
    inflated_bytes: int = 640 * _MIB
    small_part_bytes: int = 96 * _MIB
    ratio: int = 120
    ratio_counts_from: int = 8 * _MIB
    rows: int = 200_000
    columns: int = 200
    cell_characters: int = 32_767
    memory_bytes: int = 512 * _MIB
    cpu_seconds: int = 10
    wall_seconds: int = 10
    free_bytes: int = 4 * _MIB
    extra_seconds_per_mib: float = 1.0

    def extra_seconds(self, file_bytes: int) -> int:
        """Return the seconds a file of this size is given on top of `cpu_seconds` and `wall_seconds`."""
        beyond = max(0, min(file_bytes, self.file_bytes) - self.free_bytes)
        return int(beyond / _MIB * self.extra_seconds_per_mib)
