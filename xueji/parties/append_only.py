"""Tables that only grow: the application may not change their rows, and a plain trigger refuses it to everybody else.

pgtrigger's own protection can be switched off by a session setting, so these triggers are ours.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION xueji_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""

_GUARD = """
CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION xueji_refuse_change();
CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION xueji_refuse_change();
"""

_REVOKE = """
DO $$ DECLARE held record; BEGIN
    FOR held IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
                 WHERE table_schema = 'public' AND table_name = '{table}' AND grantee <> current_user LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM %I', held.grantee);
    END LOOP;
END $$
"""


def append_only(*tables: str) -> list[migrations.RunSQL]:
    """Migration steps that make tables insert-only: rights revoked, and a trigger behind them."""
    return [
        migrations.RunSQL(statement.format(table=table), migrations.RunSQL.noop)
        for table in tables
        for statement in (_GUARD, _REVOKE)
    ]


def insert_only_for_the_application(*tables: str) -> list[migrations.RunSQL]:
    """Migration steps for history tables: triggers write them as the application, which may add but never change."""
    return [migrations.RunSQL(_REVOKE.format(table=table), migrations.RunSQL.noop) for table in tables]
