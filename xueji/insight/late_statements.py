# ruff: noqa: S608 - nothing is put into these statements but the words of this module
"""The statements behind the tables of lateness: ended steps and what is late now, summed by place or by step."""

# The step that a decision ended, and the place that held it: of the case's parties, the one the rulebook names.
_FACTS = """
    SELECT c.procedure, d.from_state AS state, p.school_id, p.office_id, d.city_date - d.was_entered_on AS days,
           d.city_date > d.was_due_on AS late, NULL::date AS due_on
      FROM cases_decision d
      JOIN cases_case c ON c.id = d.case_id
      JOIN unnest(%(editions)s::text[], %(procedures)s::text[], %(states)s::text[], %(parties)s::text[])
           AS m (edition, procedure, state, party)
        ON m.edition = c.edition AND m.procedure = c.procedure AND m.state = d.from_state
      JOIN cases_caseparty p ON p.case_id = c.id AND p.party = m.party
     WHERE d.city_date BETWEEN %(since)s AND %(until)s AND d.to_state <> d.from_state
       AND d.was_due_on IS NOT NULL AND d.was_entered_on IS NOT NULL AND d.event <> 'undo'
       AND (%(procedure)s = '' OR c.procedure = %(procedure)s) AND (%(state)s = '' OR d.from_state = %(state)s)
    UNION ALL
    SELECT c.procedure, c.state, c.holder_school_id, c.holder_office_id, NULL, NULL, c.due_on
      FROM cases_case c
     WHERE c.closed_on IS NULL AND c.due_on < %(today)s
       AND (c.holder_school_id IS NOT NULL OR c.holder_office_id IS NOT NULL)
       AND (%(procedure)s = '' OR c.procedure = %(procedure)s) AND (%(state)s = '' OR c.state = %(state)s)
"""

# Schools stand under their district, an office under itself.
_STATEMENT = (
    f"WITH facts AS ({_FACTS})"
    """
    , placed AS (
        SELECT f.*, coalesce(s.district_id, f.office_id) AS owner_id
          FROM facts f LEFT JOIN parties_school s ON s.id = f.school_id
         WHERE (%(school)s::bigint IS NULL OR f.school_id = %(school)s)
           AND (%(district)s::bigint IS NULL OR coalesce(s.district_id, f.office_id) = %(district)s)
    ), told AS (
        SELECT {by}, count(days) AS steps, count(*) FILTER (WHERE late) AS late,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,
               percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p90,
               count(due_on) AS open_late,
               count(*) FILTER (WHERE due_on >= %(first)s) AS young,
               count(*) FILTER (WHERE due_on < %(first)s AND due_on >= %(second)s) AS middle,
               count(*) FILTER (WHERE due_on < %(second)s) AS old,
               min(due_on) AS oldest
          FROM placed GROUP BY {by}
    )
    """
)
_NUMBERS = "t.steps, t.late, t.median, t.p90, t.open_late, t.young, t.middle, t.old, t.oldest"
BY_SCHOOL = (
    _STATEMENT.format(by="school_id, owner_id")
    + f"SELECT t.school_id, o.id, coalesce(s.code, o.code), coalesce(s.name, o.name), o.name, {_NUMBERS}"
    " FROM told t JOIN parties_office o ON o.id = t.owner_id LEFT JOIN parties_school s ON s.id = t.school_id"
)
BY_DISTRICT = (
    _STATEMENT.format(by="owner_id") + f"SELECT NULL, o.id, o.code, o.name, o.name, {_NUMBERS}"
    " FROM told t JOIN parties_office o ON o.id = t.owner_id"
)
BY_STEP = _STATEMENT.format(by="procedure, state") + f"SELECT t.procedure, t.state, {_NUMBERS} FROM told t"
