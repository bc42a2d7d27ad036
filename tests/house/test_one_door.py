"""Nothing but the door writes where a case stands, and nobody writes decisions elsewhere."""

import ast
from pathlib import Path

HOUSE = Path(__file__).parents[2] / "xueji"
DOOR = {"cases/door/writing.py", "cases/door/opening.py"}
# The seeding writes the same rows as the door would; a test compares them.
ALLOWED = {*DOOR}
WRITTEN = {"state", "outcome", "closed_on", "due_on", "held_by"}


def assignments(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            inside = target.elts if isinstance(target, ast.Tuple) else [target]
            found += [
                f"{path.name}:{node.lineno} {ast.unparse(each)}"
                for each in inside
                if isinstance(each, ast.Attribute) and each.attr in WRITTEN and "case" in ast.unparse(each.value)
            ]
    return found


def test_only_the_door_sets_the_state_of_a_case() -> None:
    found = [
        line
        for path in HOUSE.rglob("*.py")
        if str(path.relative_to(HOUSE)) not in ALLOWED and "migrations" not in path.parts
        for line in assignments(path)
    ]
    assert found == []


def test_the_check_would_find_one() -> None:
    assert any("case.state" in line for name in DOOR for line in assignments(HOUSE / name))


def test_cases_are_neither_updated_nor_created_around_the_door() -> None:
    wrong = ("Case.objects.create(", "Case.objects.bulk_create(", "Case.objects.update(", "Case.objects.bulk_update(")
    found = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if str(path.relative_to(HOUSE)) not in DOOR and any(call in path.read_text(encoding="utf-8") for call in wrong)
    ]
    assert found == []
