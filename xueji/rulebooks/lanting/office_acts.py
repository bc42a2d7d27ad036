"""Acts of an office that Lanting's rules make no procedure; what a city does elsewhere, the province does here."""

from __future__ import annotations

from collections.abc import Mapping

from xueji.vocabulary.parties import Role

_SCHOOL = frozenset({Role.REGISTRAR})
_CLASSROOM = _SCHOOL | {Role.HOMEROOM_TEACHER}
_COUNTY = frozenset({Role.DISTRICT_OFFICER})
_PROVINCE = frozenset({Role.PROVINCE_OFFICER})
_POSTS = frozenset({Role.ADMINISTRATOR, Role.PROVINCE_OFFICER, Role.DISTRICT_OFFICER})

OFFICE_ACTS: Mapping[str, frozenset[Role]] = {
    "create_class_group": _SCHOOL,
    "rename_class_group": _SCHOOL,
    "close_class_group": _SCHOOL,
    "change_class": _SCHOOL,
    "run_class_assignment": _SCHOOL,
    "save_student_form": _CLASSROOM,
    "import_photos": _SCHOOL,
    "correct_entrant": _SCHOOL | _COUNTY,
    "print_roster": _CLASSROOM | _COUNTY,
    "print_record_card": _SCHOOL | _COUNTY,
    "export_list": _SCHOOL | _COUNTY | _PROVINCE,
    "import_admissions": _SCHOOL | _PROVINCE,
    "undo_import": _SCHOOL | _PROVINCE,
    "enter_measure": _SCHOOL,
    "lift_measure": _SCHOOL,
    "reveal_number": _SCHOOL | _COUNTY | _PROVINCE,
    "look_up_record": _SCHOOL,
    "attach_evidence": _SCHOOL | _COUNTY | _PROVINCE,
    "add_evidence": _SCHOOL | _COUNTY | _PROVINCE,
    "annotate_evidence": _SCHOOL | _COUNTY | _PROVINCE,
    "hand_over": _SCHOOL | _COUNTY | _PROVINCE,
    "urge": _SCHOOL | _COUNTY | _PROVINCE,
    "read_notices": _SCHOOL | _COUNTY | _PROVINCE,
    "resolve_possible_duplicate": _COUNTY,
    "scan_for_duplicates": _PROVINCE,
    "dismiss_possible_duplicate": _COUNTY | _PROVINCE,
    "merge_records": _PROVINCE,
    "unmerge_records": _PROVINCE,
    "send_back_stuck_messages": _PROVINCE,
    "resend_messages": _PROVINCE,
    "settle_incoming_message": _PROVINCE,
    "settle_difference": _PROVINCE,
    "note_filing": _COUNTY,
    "edit_calendar_day": _PROVINCE,
    "set_term": _PROVINCE,
    "open_window": _PROVINCE,
    "close_window": _PROVINCE,
    "end_window_exception": _PROVINCE,
    "set_quota": _COUNTY | _PROVINCE,
    "grant_exception": _PROVINCE,
    "end_exception": _PROVINCE,
    "open_campus": _COUNTY | _PROVINCE,
    "close_campus": _COUNTY | _PROVINCE,
    "register_office": _PROVINCE | {Role.ADMINISTRATOR},
    "register_school": _PROVINCE | {Role.ADMINISTRATOR},
    "take_over_register": _PROVINCE | {Role.ADMINISTRATOR},
    "move_training_clock": _PROVINCE | {Role.ADMINISTRATOR},
    "create_account": _POSTS,
    "assign_post": _POSTS,
    "end_post": _POSTS,
    "reset_password": _POSTS,
    "deactivate_account": _POSTS,
    "reset_second_factor": _POSTS,
    "unseal_account": _POSTS,
    "stand_in": _POSTS,
    "end_stand_in": _POSTS,
    "issue_token": _POSTS,
    "revoke_token": _POSTS,
}
