"""An exchange is founded once, and again without harm."""

from __future__ import annotations

from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import RUN
from tests.exchange.adapters.conftest import KEY, PROVINCE, Exchange, founded, of_database
from tests.exchange.adapters.said import dispatches, every_tidings
from xueji.exchange.adapters.batch_2015.founding import found_exchange
from xueji.exchange.adapters.batch_2015.ours import BatchSystem
from xueji.exchange.adapters.batch_2015.theirs import BatchNation
from xueji.exchange.port import ExchangeDownError


def test_founding_again_keeps_what_lies_there_and_sets_the_passwords(
    admin_url: str, exchange: Exchange, worker_name: str
) -> None:
    with founded(admin_url, f"again_{RUN}_{worker_name}") as before:
        BatchSystem(before.courier, province=PROVINCE, key=KEY).hand_over(dispatches(3))
        courier, nation = found_exchange(admin_url, before.name, courier_password="neu", nation_password="n2")
        assert [
            said for _, said in BatchNation(nation, province=PROVINCE, key=KEY).take(after=0, limit=9)
        ] == dispatches(3)
        assert BatchSystem(courier, province=PROVINCE, key=KEY).hand_over(dispatches(4)) == {}
        assert before.count("upload") == 4
        with pytest.raises(ExchangeDownError):
            BatchSystem(before.courier, province=PROVINCE, key=KEY).hand_over(dispatches(5))
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(of_database(courier, exchange.name))


def test_an_exchange_founded_anew_is_heard_by_a_province_that_had_read_another_one(
    admin_url: str, worker_name: str
) -> None:
    places = []
    for name in ("former", "latter"):
        with founded(admin_url, f"{name}_{RUN}_{worker_name}") as exchange:
            BatchNation(exchange.nation, province=PROVINCE, key=KEY).tell(every_tidings()[:3])
            ours = BatchSystem(exchange.courier, province=PROVINCE, key=KEY)
            came = ours.collect(after=places[-1] if places else 0, limit=9)
            assert len(came) == 3, "what the other one gave out is below all of this"
            places.append(came[-1].sequence)


def test_a_role_that_may_only_make_roles_and_databases_can_found(admin_url: str, worker_name: str) -> None:
    name = f"founder_{RUN}_{worker_name}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN CREATEDB CREATEROLE PASSWORD 'f'")  # type: ignore[arg-type]
    parts = urlsplit(admin_url)
    founder = parts._replace(netloc=f"{name}:f@{parts.netloc.rpartition('@')[2]}").geturl()
    try:
        with founded(founder, f"by_{name}") as exchange:
            found_exchange(founder, exchange.name, courier_password="a", nation_password="b")
            with psycopg.connect(exchange.admin) as owner:
                assert owner.execute("SELECT count(*) FROM confirmed").fetchone() == (1,)
    finally:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(f"DROP ROLE {name}")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "Big", "a-b", "a;drop", '"', "1a", "a" * 51, "省"])
def test_a_name_that_is_no_plain_identifier_is_refused(admin_url: str, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        found_exchange(admin_url, name, courier_password="c", nation_password="n")


def test_every_table_and_every_column_that_the_other_side_meets_is_described(exchange: Exchange) -> None:
    with psycopg.connect(exchange.admin) as admin:
        bare = admin.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped"
            " AND col_description(c.oid, a.attnum) IS NULL"
        ).fetchall()
        tables = admin.execute(
            "SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
            " AND obj_description(c.oid, 'pg_class') IS NULL"
        ).fetchone()
    assert bare == []
    assert tables == (0,)
