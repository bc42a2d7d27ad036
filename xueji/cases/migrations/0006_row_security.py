# ruff: noqa: S608 - nothing is put into these statements but constants of the migrations
from django.db import migrations

from xueji.records.row_security import (
    DISTRICT,
    MINE,
    SCHOOL,
    function,
    looking,
    protect,
    protect_history,
    says,
    seen,
)

_MY_PARTY = f"(school_id = {SCHOOL} OR office_id = {DISTRICT})"
_PARTY = "(p.school_id = school OR p.office_id = district)"

KNOWS_CASE = f"""
    EXISTS (SELECT 1 FROM cases_caseparty p WHERE p.case_id = asked AND {_PARTY})
    OR EXISTS (SELECT 1 FROM cases_case c
                WHERE c.id = asked AND (c.school_id = school OR c.district_id = district
                                        OR c.entrant_id IN (SELECT xueji_entrants_beside())))
"""

KNOWS_EXCEPTION = """
    EXISTS (SELECT 1 FROM cases_grantedexceptionsubject s
              LEFT JOIN parties_school at ON at.id = s.school_id
              LEFT JOIN records_entrant e ON e.id = s.entrant_id
              LEFT JOIN records_studentrecord r ON r.id = s.record_id
             WHERE s.exception_id = asked
               AND (s.school_id = school OR at.district_id = district OR e.school_id = school
                    OR e.district_id = district OR xueji_knows_student(r.student_id)))
"""

_AMONG_MY_PARTIES = f"EXISTS (SELECT 1 FROM cases_caseparty p WHERE p.case_id = cases_case.id AND {_MY_PARTY})"
_SUBJECT_BELOW = (
    f"EXISTS (SELECT 1 FROM parties_school s WHERE s.id = school_id AND s.district_id = {DISTRICT})",
    f"EXISTS (SELECT 1 FROM cases_grantedexception g WHERE g.id = exception_id AND g.office_id = {DISTRICT})",
)

POLICIES = (
    # Written by the door alone, which looks with the registry's eyes.
    protect("cases_caseparty", _MY_PARTY, says("knows_case", "case_id"), written_if=()),
    protect("cases_case", MINE, _AMONG_MY_PARTIES, "entrant_id IN (SELECT xueji_entrants_beside())", written_if=()),
    protect("cases_decision", seen("cases_case", "cases_decision.case_id"), written_if=()),
    protect("cases_effect", seen("cases_decision", "cases_effect.decision_id"), written_if=()),
    protect("cases_effectdelivery", seen("cases_effect", "cases_effectdelivery.effect_id"), written_if=()),
    *(
        protect(table, seen("cases_case", f"{table}.case_id"))
        for table in ("cases_evidence", "cases_handover", "cases_urge")
    ),
    protect("cases_notice", _MY_PARTY, seen("cases_case", "cases_notice.case_id")),
    protect("cases_filing", f"office_id = {DISTRICT}", seen("cases_decision", "cases_filing.decision_id")),
    protect(
        "cases_attachment",
        "uploaded_by_id = (SELECT xueji_account())",
        "EXISTS (SELECT 1 FROM cases_evidence e WHERE e.attachment_id = cases_attachment.id)",
    ),
    protect("cases_grantedexception", f"office_id = {DISTRICT}", says("knows_exception", "id")),
    protect(
        "cases_grantedexceptionsubject",
        f"school_id = {SCHOOL}",
        *_SUBJECT_BELOW,
        seen("records_entrant", "entrant_id"),
        seen("records_studentrecord", "record_id"),
    ),
)


class Migration(migrations.Migration):
    """A case, and all that hangs on it, comes back to its parties alone (design.md §5)."""

    dependencies = [("cases", "0005_holders"), ("records", "0009_row_security")]

    operations = [
        # An attachment that proves nothing yet belongs to who uploaded it.
        function(
            "xueji_account()",
            "(NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'account')::bigint",
            "bigint",
        ),
        looking("knows_case", KNOWS_CASE),
        looking("knows_exception", KNOWS_EXCEPTION),
        *POLICIES,
        protect_history("cases_caseevent", MINE, seen("cases_case", "pgh_obj_id")),
        protect_history(
            "cases_grantedexceptionevent", f"office_id = {DISTRICT}", says("knows_exception", "pgh_obj_id")
        ),
    ]
