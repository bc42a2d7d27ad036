"""Acts of an office that the regulation makes no procedure, and the posts that may do them."""

from __future__ import annotations

from collections.abc import Mapping

from xueji.vocabulary.parties import Role

_SCHOOL = frozenset({Role.REGISTRAR, Role.REGISTRAR_SUPERVISOR})
_CLASSROOM = _SCHOOL | {Role.HOMEROOM_TEACHER}
_DISTRICT = frozenset({Role.DISTRICT_OFFICER})
_CITY = frozenset({Role.CITY_OFFICER})
_SERVICE = frozenset({Role.SERVICE_OFFICER})
_POSTS = frozenset({Role.ADMINISTRATOR, Role.CITY_OFFICER, Role.DISTRICT_OFFICER})

OFFICE_ACTS: Mapping[str, frozenset[Role]] = {
    "create_class_group": _SCHOOL,
    "rename_class_group": _SCHOOL,
    "close_class_group": _SCHOOL,
    "change_class": _SCHOOL,
    "run_class_assignment": _SCHOOL,
    "save_student_form": _CLASSROOM,
    "import_photos": _SCHOOL,
    "correct_entrant": _SCHOOL | _DISTRICT,
    "print_roster": _CLASSROOM | _DISTRICT,
    "print_record_card": _SCHOOL | _DISTRICT,
    "export_list": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "import_admissions": _SCHOOL | _CITY,
    "undo_import": _SCHOOL | _CITY,
    "enter_measure": _SCHOOL,
    "lift_measure": _SCHOOL,
    "reveal_number": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "look_up_record": _SCHOOL,
    "attach_evidence": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "add_evidence": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "annotate_evidence": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "hand_over": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "urge": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "read_notices": _SCHOOL | _DISTRICT | _CITY | _SERVICE,
    "resolve_possible_duplicate": _DISTRICT,
    "scan_for_duplicates": _CITY,
    "dismiss_possible_duplicate": _DISTRICT | _CITY,
    "merge_records": _CITY,
    "unmerge_records": _CITY,
    "send_back_stuck_messages": _CITY | _SERVICE,
    "resend_messages": _CITY | _SERVICE,
    "settle_incoming_message": _CITY | _SERVICE,
    "settle_difference": _CITY | _SERVICE,
    "note_filing": _DISTRICT,
    "edit_calendar_day": _CITY,
    "set_term": _CITY,
    "open_window": _CITY,
    "close_window": _CITY,
    "end_window_exception": _CITY,
    "set_quota": _CITY,
    "grant_exception": _CITY,
    "end_exception": _CITY,
    "open_campus": _CITY,
    "close_campus": _CITY,
    "register_office": _CITY | {Role.ADMINISTRATOR},
    "found_service_team": frozenset({Role.ADMINISTRATOR}),
    "register_school": _CITY | {Role.ADMINISTRATOR},
    "take_over_register": _CITY | {Role.ADMINISTRATOR},
    "move_training_clock": _CITY | {Role.ADMINISTRATOR},
    "create_account": _POSTS,
    "assign_post": _POSTS,
    "end_post": _POSTS,
    "reset_password": _POSTS | {Role.REGISTRAR_SUPERVISOR},
    "deactivate_account": _POSTS,
    "reset_second_factor": _POSTS | {Role.REGISTRAR_SUPERVISOR},
    "unseal_account": _POSTS,
    "stand_in": _POSTS | {Role.REGISTRAR_SUPERVISOR},
    "end_stand_in": _POSTS | {Role.REGISTRAR_SUPERVISOR},
    "issue_token": _POSTS | {Role.REGISTRAR_SUPERVISOR},
    "revoke_token": _POSTS | {Role.REGISTRAR_SUPERVISOR},
}
