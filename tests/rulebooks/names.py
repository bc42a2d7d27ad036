"""The deeds and effects that the registry carries out, as the rulebooks may name them."""

from __future__ import annotations

DEEDS = frozenset(
    {
        "match_student",
        "hold_place",
        "release_place",
        "take_held_place",
        "confirm_admission",
        "establish_record",
        "flag_problem",
        "move_entrant",
        "move_enrollment",
    }
)
EFFECTS = frozenset({"report_to_national_system", "notify_district", "lodge_filing_with_city"})
