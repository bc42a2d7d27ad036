"""Children for the desk tests, brought through the one door: admitted, claimed, registered, assigned."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.small_city import SmallCity
from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.models import Account, School
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, Enrollment, Student

NAMES = (
    *("陈浩佑", "刘然宇", "阿依古丽·买买提", "王𬍛", "单雨怡", "欧阳若曦", "马晓燕", "赵子轩"),
    *("买买提明·阿卜杜热合曼·玉苏普江·吐尔逊", "李思涵", "尉迟明轩", "查一诺"),
)


def browser(actor: Actor) -> Client:
    """A browser in which the actor's account is signed in."""
    client = Client()
    account = Account.objects.get(pk=actor.account_id)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def registered(
    city: SmallCity, names: Sequence[str] = NAMES, *, school: School | None = None, **changes: object
) -> list[int]:
    """Entrants who wait for a class; answer the keys of their cases, in the order of `names`."""
    school = school or city.school
    entrants = [city.entrants(school=school, name=name, **changes)[0] for name in names]
    registrar = city.actor(at=school)
    with scope(registrar):
        cases = dict(Case.objects.filter(entrant__in=entrants).values_list("entrant_id", "pk"))
    keys = [cases[entrant.pk] for entrant in entrants]
    for event in ("claim", "register"):
        all_taken(act_many([Step(key, event) for key in keys], actor=registrar))
    return keys


def pupils(city: SmallCity, group: ClassGroup, names: Sequence[str] = NAMES, **changes: object) -> list[Student]:
    """Children on the roll of a class, in the order of `names`."""
    keys = registered(city, names, school=group.school, **changes)
    registrar = city.actor(at=group.school)
    all_taken(act_many([Step(key, "assign", {"class_group": group.pk}) for key in keys], actor=registrar))
    with scope(registrar):
        return [spell.student for spell in Enrollment.objects.filter(class_group=group).order_by("pk")]


def all_taken(outcomes: Sequence[Outcome]) -> None:
    """Every step was taken, or the test ends with the reasons."""
    refused = [reason.says.zh for outcome in outcomes for reason in outcome.reasons]
    assert not refused, refused


def main_of(answer: HttpResponse) -> str:
    """The page itself, without the frame around it, whose links and tokens differ from page to page."""
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def questions(client: Client, address: str) -> list[str]:
    """The queries of a page, without those for session, account, posts, notices, jurisdiction, scope and city date."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in caught if not _framing(query["sql"])]


def _framing(sql: str) -> bool:
    asked = ("django_session", "parties_account", "parties_post", "parties_city", "cases_notice")
    return sql.startswith(("SAVEPOINT", "RELEASE", "SELECT set_config", 'UPDATE "django_session"')) or any(
        f'FROM "{table}"' in sql for table in asked
    )
