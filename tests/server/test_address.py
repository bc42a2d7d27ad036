"""Database addresses as administrators write them."""

from __future__ import annotations

import pytest

from xueji.server.database import HouseError, Urls, django_config


def test_it_reads_every_part_of_an_address() -> None:
    read = django_config(
        "postgresql://xueji_app:p%40ss%2Fword@db.example:6432/%E5%AD%A6?sslmode=require&connect_timeout=5"
    )
    assert (read["HOST"], read["PORT"], read["USER"], read["PASSWORD"], read["NAME"]) == (
        "db.example", "6432", "xueji_app", "p@ss/word", "学",
    )  # fmt: skip
    assert read["OPTIONS"] == {"sslmode": "require", "connect_timeout": "5"}


def test_it_reads_a_socket_folder_without_changing_its_letters() -> None:
    for url in ("postgresql:///xueji?host=/run/PostgreSQL", "postgresql://%2Frun%2FPostgreSQL/xueji"):
        read = django_config(url)
        assert (read["HOST"], read["NAME"]) == ("/run/PostgreSQL", "xueji")


def test_it_reads_two_servers_of_which_one_takes_writes() -> None:
    read = django_config("postgresql://a:1,b:2/xueji?target_session_attrs=read-write")
    assert (read["HOST"], read["PORT"]) == ("a,b", "1,2")


@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://root@localhost/xueji",
        "db.example/xueji",
        "postgresql://h:port/xueji",
        "postgresql://h:99999/xueji",
        "postgresql://u:secret-word@h/",
        "postgresql://u:secret-word@h/xueji?unknown_option=1",
        "postgresql://[::1/xueji",
    ],
)
def test_it_refuses_what_is_no_address_without_repeating_the_password(wrong: str) -> None:
    with pytest.raises(HouseError) as refused:
        django_config(wrong, variable="XUEJI_OWNER_DATABASE_URL")
    for sentence in (refused.value.says.zh, refused.value.says.en, str(refused.value)):
        assert "XUEJI_OWNER_DATABASE_URL" in sentence
        assert "secret-word" not in sentence
    assert "postgresql://" in refused.value.mend.en


def test_another_database_of_the_same_server_keeps_everything_else() -> None:
    urls = Urls("postgresql://a:b%40@h:1/xueji?sslmode=require", None).of_database("test 1")
    assert urls.app == "postgresql://a:b%40@h:1/test%201?sslmode=require"
    assert urls.owner is None


def test_addresses_are_not_printed() -> None:
    assert "secret" not in repr(Urls("postgresql://a:secret@h/x", "postgresql://o:secret@h/x"))
