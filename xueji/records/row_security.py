# ruff: noqa: S608 - nothing is put into these statements but constants of the migrations
"""Row-level security: whose rows the database gives back, whatever a query forgot to ask (design.md §5).

A policy reads what `parties.scope` told the session: the whole city, the registry's own eyes, one district or one
school. A session that was told nothing sees no rows. Policies ask a row's own columns first and whatever costs more
last. What they must ask of other tables, functions ask for them with the owner's right: a policy that read its own
table would ask itself without end. Such a function answers yes or no about the session's own place, and no more.

The owner is bound as well: a migration or a dump first says `set_config('xueji.scope', 'city', …)`, or sees nothing.
"""

from collections.abc import Sequence

from django.db import migrations

WHOLE = "(SELECT xueji_sees_all())"
SCHOOL = "(SELECT xueji_school())"
DISTRICT = "(SELECT xueji_district())"

MINE = f"(school_id = {SCHOOL} OR district_id = {DISTRICT})"
"""A row that carries both keys is of the actor's school or district."""


def own_spell(key: str, value: str) -> str:
    """The condition that the actor's place has, or had, the child on its roll."""
    return f"EXISTS (SELECT 1 FROM records_enrollment spell WHERE spell.{key} = {value} AND {MINE})"


def seen(table: str, key: str) -> str:
    """The condition that the row of `table` with this key may be seen: what hangs on it is seen with it."""
    return f"EXISTS (SELECT 1 FROM {table} parent WHERE parent.id = {key})"


def says(question: str, key: str) -> str:
    """The condition that function `xueji_<question>` says yes of the actor's place."""
    return f"xueji_{question}({key})"


def function(signature: str, body: str, returns: str = "boolean") -> migrations.RunSQL:
    """A function of the scope alone. In plpgsql it is called once a statement; in SQL it would be planned in each place.

    What it costs to plan a page with many tables is halved so.
    """
    language = "LANGUAGE plpgsql STABLE PARALLEL SAFE"
    return migrations.RunSQL(
        f"CREATE FUNCTION {signature} RETURNS {returns} {language} AS $$ BEGIN RETURN {body}; END $$",
        f"DROP FUNCTION {signature}",
    )


def looking(question: str, body: str) -> migrations.RunSQL:
    """A function `xueji_<question>(asked)`, made with the owner's right; its body speaks of `school`, `district`."""
    signature = f"xueji_{question}(asked bigint)"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {signature} RETURNS boolean
            LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
        AS $$
        DECLARE school bigint := xueji_school(); district bigint := xueji_district();
        BEGIN RETURN {body}; END
        $$
        """,
        f"DROP FUNCTION {signature}",
    )


def listing(question: str, body: str) -> migrations.RunSQL:
    """A function `xueji_<question>()` that lists keys instead: asked once a statement, and only if a row needs it.

    Where rows carry their own place, a query may pass many of others' before it finds its own; asking a function about
    each of them would cost more than the query.
    """
    signature = f"xueji_{question}()"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {signature} RETURNS SETOF bigint
            LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp
        AS $$
        DECLARE school bigint := xueji_school(); district bigint := xueji_district();
        BEGIN RETURN QUERY {body}; END
        $$
        """,
        f"DROP FUNCTION {signature}",
    )


def protect(table: str, *seen_if: str, written_if: Sequence[str] | None = None) -> migrations.RunSQL:
    """Show rows for which one of the conditions holds, cheapest first, and take those that fulfil `written_if`.

    Whole scopes see and write all. Without `written_if` whoever sees a row may write it; empty, nobody else may, but
    whoever sees a row may lock it.
    """
    if written_if is None:
        return _policies(table, ("of_the_scope", "ALL", f"USING {_any(seen_if)}"))
    may = _any(written_if)
    return _policies(
        table,
        ("of_the_scope", "SELECT", f"USING {_any(seen_if)}"),
        ("added", "INSERT", f"WITH CHECK {may}"),
        ("changed", "UPDATE", f"USING {_any(written_if or seen_if)} WITH CHECK {may}"),
        ("removed", "DELETE", f"USING {may}"),
    )


def protect_history(table: str, *seen_if: str) -> migrations.RunSQL:
    """The same for a table of history. Its triggers may add what the table they watch has let through."""
    return _policies(
        table,
        ("of_the_scope", "SELECT", f"USING {_any(seen_if)}"),
        ("by_triggers", "INSERT", "WITH CHECK ((SELECT xueji_scope()) IS NOT NULL)"),
    )


def _any(conditions: Sequence[str]) -> str:
    return f"({' OR '.join((WHOLE, *conditions))})"


_FOR_WHO_MAY_READ = """
DO $do$ DECLARE roles text; BEGIN
    SELECT string_agg(DISTINCT quote_ident(grantee), ', ') INTO STRICT roles FROM information_schema.role_table_grants
     WHERE table_schema = 'public' AND table_name = '{table}' AND grantee <> current_user;
    EXECUTE 'CREATE POLICY {name} ON {table} FOR {command} TO ' || roles || $policy$ {policy} $policy$;
END $do$
"""
# The owner reads while a function lends its right to somebody else's session. The policies of the others are not its
# own: it would ask the function again.
_FOR_THE_OWNER = """
CREATE POLICY of_the_owner ON {table} TO CURRENT_USER USING (current_user <> session_user OR xueji_sees_all())
"""


def _policies(table: str, *policies: tuple[str, str, str]) -> migrations.RunSQL:
    done = [
        *(
            _FOR_WHO_MAY_READ.format(table=table, name=name, command=command, policy=policy)
            for name, command, policy in policies
        ),
        _FOR_THE_OWNER.format(table=table),
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]
    undone = [
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        *(f"DROP POLICY {name} ON {table}" for name in ("of_the_owner", *(name for name, _, _ in policies))),
    ]
    return migrations.RunSQL(";\n".join(done), ";\n".join(undone))
