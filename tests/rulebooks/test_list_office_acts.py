import pytest

from xueji.process.loading import load_rulebook, rulebook_names
from xueji.vocabulary.office_acts import office_act_titles

ACTS = {
    *("create_class_group", "rename_class_group", "close_class_group", "change_class", "run_class_assignment"),
    *("save_student_form", "correct_entrant", "print_roster", "print_record_card", "export_list"),
    *("import_admissions", "undo_import", "reveal_number", "edit_calendar_day", "set_term", "set_quota"),
    *("grant_exception", "end_exception", "create_account", "assign_post", "end_post", "reset_password"),
    *("deactivate_account", "resolve_possible_duplicate", "open_campus", "close_campus", "attach_evidence"),
    *("add_evidence", "annotate_evidence", "enter_measure", "lift_measure"),
    "move_training_clock",
}


@pytest.mark.parametrize("name", rulebook_names())
def test_every_edition_names_the_posts_of_every_office_act(name: str) -> None:
    acts = load_rulebook(name).rulebook.office_acts
    assert acts.keys() >= ACTS
    assert all(roles for roles in acts.values())
    assert acts.keys() <= office_act_titles().keys()
