"""What stands behind the law: triggers, policies, constraints and rights, each as the program made it and switched on.

What must be there is read from the program itself, from its migrations and models, and compared with the catalog.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from pgtrigger import registered

from xueji.server.database.roles import APP_ROLE
from xueji.server.safekeeping.law import Question
from xueji.vocabulary.text import Text

_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)\s+BEFORE [A-Z ]+ON (\w+)")
_POLICED = re.compile(r"ALTER TABLE (\w+) ENABLE ROW LEVEL SECURITY")
_POLICY = re.compile(r"CREATE POLICY (\w+) ON (\w+)")
_KEPT = re.compile(r"REVOKE UPDATE, DELETE, TRUNCATE ON (\w+) FROM")

_TRIGGERS = """
SELECT wanted.relation, wanted.name AS trigger
  FROM unnest(%(relations)s::text[], %(names)s::text[]) AS wanted (relation, name)
 WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = to_regclass(wanted.relation) AND t.tgname = wanted.name
                      AND t.tgenabled IN ('O', 'A'))
"""
_POLICIES = """
SELECT wanted.relation, wanted.name AS policy
  FROM unnest(%(relations)s::text[], %(names)s::text[]) AS wanted (relation, name)
  LEFT JOIN pg_class c ON c.oid = to_regclass(wanted.relation)
  LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = wanted.name
 WHERE p.oid IS NULL OR NOT c.relrowsecurity OR NOT c.relforcerowsecurity
    OR concat(pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)) NOT LIKE '%%xueji_%%'
UNION ALL
SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
 WHERE (c.relname, p.polname) NOT IN (SELECT * FROM unnest(%(relations)s::text[], %(names)s::text[]))
"""
_CONSTRAINTS = """
SELECT wanted.relation, wanted.name AS "constraint"
  FROM unnest(%(relations)s::text[], %(names)s::text[]) AS wanted (relation, name)
 WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = to_regclass(wanted.relation)
                      AND k.conname = wanted.name AND k.convalidated)
   AND NOT EXISTS (SELECT 1 FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                    WHERE i.indrelid = to_regclass(wanted.relation) AND x.relname = wanted.name
                      AND i.indisunique AND i.indisvalid)
"""
_RIGHTS = """
SELECT wanted.relation, held.kind AS "right"
  FROM unnest(%(relations)s::text[]) AS wanted (relation)
 CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS held (kind)
 WHERE has_table_privilege(%(app)s, to_regclass(wanted.relation), held.kind)
"""
_ROLE = """
SELECT rolname AS role, CASE WHEN rolsuper THEN 'superuser' WHEN rolbypassrls THEN 'bypassrls' ELSE 'createrole' END AS fault
  FROM pg_roles WHERE rolname = %(app)s AND (rolsuper OR rolbypassrls OR rolcreaterole)
UNION ALL
SELECT c.relname, 'owned by the program' FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
 WHERE r.rolname = %(app)s AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT datname, 'owned by the program' FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
 WHERE r.rolname = %(app)s AND d.datname = current_database()
UNION ALL
SELECT o.rolname, 'the program is a member' FROM pg_roles o
 WHERE o.rolname <> %(app)s AND o.oid IN (SELECT relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace)
   AND pg_has_role(%(app)s, o.oid, 'MEMBER')
"""


def walls() -> Iterator[tuple[Question, dict[str, Any]]]:
    """Yield each question about the structure with what it is asked of."""
    statements = _statements()
    triggers = [(relation, name) for name, relation in _found(_TRIGGER, statements)]
    triggers += [(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registered()]
    policies = [(relation, name) for name, relation in _found(_POLICY, statements)]
    kept = [relation for (relation,) in _found(_KEPT, statements)]
    yield _asked("triggers_stand", "触发器缺失或被停用", "a trigger is missing or switched off", _TRIGGERS, triggers)
    yield _asked(
        "rows_are_guarded",
        "行级安全策略缺失、被停用或被改动",
        "row-level security is missing, off or not ours",
        _POLICIES,
        policies,
    )
    yield _asked(
        "constraints_stand",
        "约束或唯一索引缺失",
        "a constraint or unique index is missing",
        _CONSTRAINTS,
        _constraints(),
    )
    yield (
        Question(
            "what_only_grows_only_grows",
            Text("程序可改动只增不改的表", "the program may change what only grows"),
            _RIGHTS,
        ),
        {"relations": kept, "app": APP_ROLE},
    )
    yield (
        Question("the_program_owns_nothing", Text("程序所用角色的权限过大", "the program's role may too much"), _ROLE),
        {"app": APP_ROLE},
    )


def policed() -> frozenset[str]:
    """Tables that row-level security must guard, by the migrations."""
    return frozenset(relation for (relation,) in _found(_POLICED, _statements()))


def _asked(name: str, zh: str, en: str, query: str, wanted: list[tuple[str, str]]) -> tuple[Question, dict[str, Any]]:
    relations, names = [pair[0] for pair in wanted], [pair[1] for pair in wanted]
    return Question(name, Text(zh, en), query), {"relations": relations, "names": names}


def _statements() -> list[str]:
    """Every statement of our own migrations that is plain SQL; those of a later one that drops something do not occur."""
    nodes = sorted(MigrationLoader(None).disk_migrations.items())
    return [
        str(operation.sql)
        for _, migration in nodes
        for operation in migration.operations
        if isinstance(operation, RunSQL) and migration.app_label in {"parties", "records", "cases", "exchange"}
    ]


def _found(pattern: re.Pattern[str], statements: list[str]) -> list[tuple[str, ...]]:
    found = [match.groups() for statement in statements for match in pattern.finditer(statement)]
    return sorted({tuple(map(str, groups)) for groups in found})


def _constraints() -> list[tuple[str, str]]:
    return sorted(
        (model._meta.db_table, constraint.name)
        for model in apps.get_models()
        if model._meta.managed and model.__module__.startswith("xueji.")
        for constraint in model._meta.constraints
    )
