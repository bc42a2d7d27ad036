# ruff: noqa: S608 - nothing is put into these statements but constants of the migrations
from django.db import migrations

from xueji.records.row_security import DISTRICT, MINE, SCHOOL, WHOLE

_PARTY = f"SELECT 1 FROM cases_caseparty p WHERE p.case_id = cases_case.id AND (school_id = {SCHOOL} OR office_id = {DISTRICT})"
_BESIDE = "entrant_id IN (SELECT xueji_entrants_beside())"


def _ask(parties: str) -> str:
    seen = f"{WHOLE} OR {MINE} OR EXISTS ({parties}) OR {_BESIDE}"
    return ";\n".join(f"ALTER POLICY {name} ON cases_case USING ({seen})" for name in ("of_the_scope", "changed"))


class Migration(migrations.Migration):
    """OFFSET 0 keeps PostgreSQL from reading all cases of a place before it shows the first: it asks for each instead."""

    dependencies = [("cases", "0011_lists_in_order")]

    operations = [migrations.RunSQL(_ask(f"{_PARTY} OFFSET 0"), _ask(_PARTY))]
