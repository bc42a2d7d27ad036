"""How large an archive of photos may be, and how much memory and time reading it may take."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """The bounds of one reading: sizes in bytes and pixels, times in seconds.

    `width` and `height` are those of the photo as it is kept: 26 × 32 mm at 350 dots an inch.
    """

    archive_bytes: int = 200 * _MIB
    files: int = 3_000
    file_bytes: int = 10 * _MIB
    inflated_bytes: int = 600 * _MIB
    name_characters: int = 100
    pixels: int = 40_000_000
    longest_side: int = 12_000
    shortest_side: int = 60
    width: int = 358
    height: int = 441
    memory_bytes: int = 768 * _MIB
    cpu_seconds: int = 120
    wall_seconds: int = 300
