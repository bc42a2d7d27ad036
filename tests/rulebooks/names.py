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
        "establish_arrival",
        "correct_newcomer",
        "depart",
        "settle_problem",
        "remove_record",
        "set_studying",
        "note_standing",
        "revert_standing",
    }
)
EFFECTS = frozenset(
    {
        "report_to_national_system",
        "notify_district",
        "lodge_filing_with_city",
        "send_application",
        "send_withdrawal",
        "request_student_file",
        "send_review",
        "release_student_file",
        "request_number",
        "send_substantiation",
        "send_correction",
        "send_removal",
        "send_standing",
    }
)
