"""What the judging of a list must know of this city, read from the register in batches."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from xueji.cases.models import Case
from xueji.exchange.intake.verdicts.city import (
    CityKnowledge,
    DocumentKey,
    Holder,
    KnownSchool,
    PersonKey,
    Registered,
)
from xueji.parties.models import City, School
from xueji.records.models import Entrant
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.school_years import SchoolYear
from xueji.vocabulary.text import Text

_HOLDERS = """
    SELECT asked.type, asked.number, found.registration_number, found.kind
      FROM unnest(%s::text[], %s::text[]) AS asked (type, number)
      CROSS JOIN LATERAL (
        (SELECT e.registration_number, 'entrant' AS kind FROM records_entrant e
          WHERE e.school_year = %s AND e.document_number = asked.number AND e.document_type = asked.type
            AND EXISTS (SELECT 1 FROM cases_case c WHERE c.entrant_id = e.id
                           AND (c.closed_on IS NULL OR c.outcome = 'approved'))
          ORDER BY e.id LIMIT 1)
        UNION ALL
        (SELECT '', 'record' FROM records_studentrecord r
          WHERE r.document_number = asked.number AND r.document_type = asked.type
            AND r.removed_at IS NULL AND r.standing IN ('studying', 'on_leave') LIMIT 1)
        LIMIT 1) found
"""
_NAMESAKES = """
    SELECT asked.name_key, asked.sex, asked.born, e.registration_number
      FROM unnest(%s::text[], %s::text[], %s::date[]) AS asked (name_key, sex, born)
      JOIN records_entrant e
        ON e.school_year = %s AND e.name_key = asked.name_key AND e.birth_date = asked.born AND e.sex = asked.sex
     WHERE EXISTS (SELECT 1 FROM cases_case c WHERE c.entrant_id = e.id
                      AND (c.closed_on IS NULL OR c.outcome = 'approved'))
"""
_SAYS = {
    "entrant": Text("本学年另一名已录取的新生", "another entrant of this school year"),
    "record": Text("一名已有学籍的学生", "a student who has a record"),
}


def city_knowledge(school_year: int, own_school: School | None = None) -> CityKnowledge:
    """The city as it stands: schools, their grades and licences, and look-ups of who is known already."""
    schools = School.objects.select_related("district").iterator()
    return CityKnowledge(
        school_year=SchoolYear(school_year),
        schools={school.code: _known(school) for school in schools},
        own_school=own_school.code if own_school else None,
        home_names=tuple(short for name in City.objects.values_list("name", flat=True) for short in (name, name[:-1])),
        holders=lambda keys: _holders(keys, school_year),
        namesakes=lambda keys: _namesakes(keys, school_year),
        registered=lambda numbers: _registered(numbers, school_year),
    )


def _known(school: School) -> KnownSchool:
    return KnownSchool(
        code=school.code,
        name=school.name,
        grades=frozenset(Grade(code) for code in school.grades),
        foreign_license=school.foreign_license,
        closed=school.closed_on is not None,
        names=(school.short_name,),
    )


def _holders(keys: Collection[DocumentKey], school_year: int) -> Mapping[DocumentKey, Holder]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [[kind for kind, _ in keys], [number for _, number in keys], school_year])
        return {
            (kind, number): Holder(_SAYS[found], registered) for kind, number, registered, found in cursor.fetchall()
        }


def _namesakes(keys: Collection[PersonKey], school_year: int) -> Mapping[PersonKey, Holder]:
    names, sexes, days = [[key[place] for key in keys] for place in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(_NAMESAKES, [names, sexes, days, school_year])
        found: dict[tuple[str, str, date], Holder] = {
            (name, sex, born): Holder(_SAYS["entrant"], registered) for name, sex, born, registered in cursor.fetchall()
        }
    return found


def _registered(numbers: Collection[str], school_year: int) -> Mapping[str, Registered]:
    alive = Case.objects.filter(entrant=OuterRef("pk")).filter(Q(closed_on__isnull=True) | Q(outcome="approved"))
    known = Entrant.objects.filter(Exists(alive), school_year=school_year, registration_number__in=numbers)
    rows = known.values_list("registration_number", "name", "birth_date", "document_type", "document_number")
    return {
        number: Registered(name, born, (kind, document) if document else None)
        for number, name, born, kind, document in rows
    }
