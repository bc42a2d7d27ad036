"""The door: one sentence for every wrong pair, lock-out, one-time passwords, and a queue that never grows."""

import re
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.test import Client

from tests.small_city import PASSWORD, SmallCity
from xueji.desks.sign_in import entering
from xueji.desks.sign_in.hashing import HashQueue, QueueFullError
from xueji.parties.models import Account, Post
from xueji.vocabulary.parties import Role


def somebody(city: SmallCity, role: Role = Role.REGISTRAR, *, first: bool = False) -> Account:
    account = Account.objects.get(pk=city.actor(role).account_id)
    account.set_password(PASSWORD)
    account.must_change_password = first
    account.save()
    return account


def sign_in(client: Client, username: str, password: str, **more: str) -> Any:
    return client.post("/sign-in", {"username": username, "password": password, **more})


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_it_leads_to_the_page_that_was_asked_for(client: Client, city: SmallCity) -> None:
    account = somebody(city)
    assert client.get("/entrants?state=claimed").headers["Location"] == "/sign-in?next=/entrants?state=claimed"
    answer = sign_in(client, f" {account.username.upper()} ", PASSWORD, next="/entrants?state=claimed")
    assert answer.headers["Location"] == "/entrants?state=claimed"
    assert client.get("/").status_code == 200


def test_it_leads_nowhere_else(client: Client, city: SmallCity) -> None:
    account = somebody(city)
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert sign_in(client, account.username, PASSWORD, next=elsewhere).headers["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client: Client, city: SmallCity) -> None:
    account = somebody(city)
    wrong = sign_in(client, account.username, "not this one")
    unknown = sign_in(client, "nobody99", "not this one")
    assert wrong.status_code == unknown.status_code == 422

    def plain(answer: Any, username: str) -> str:
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return text.replace(username, "")

    assert plain(wrong, account.username) == plain(unknown, "nobody99")
    assert "用户名或密码不正确" in text_of(wrong)


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_lock_the_pair_out_even_for_the_right_one(
    client: Client, city: SmallCity, known: bool
) -> None:
    username = somebody(city).username if known else "nobody99"
    answers = [sign_in(client, username, "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    locked = sign_in(client, username, PASSWORD)
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "900"
    assert "15分钟" in text_of(locked)
    assert client.get("/entrants").status_code == 302


def test_a_one_time_password_is_changed_before_anything_else(client: Client, city: SmallCity) -> None:
    account = somebody(city, first=True)
    sign_in(client, account.username, PASSWORD)
    assert client.get("/entrants").headers["Location"] == "/change-password"
    new = "gui chuan 2015 he"
    assert "一次性密码" in text_of(client.get("/change-password"))
    done = client.post("/change-password", {"old": PASSWORD, "new": new, "again": new})
    assert done.headers["Location"] == "/"
    assert client.get("/entrants").status_code == 200
    assert sign_in(Client(), account.username, PASSWORD).status_code == 422
    assert sign_in(Client(), account.username, new).status_code == 302


def test_other_sessions_end_with_a_change_of_password(city: SmallCity) -> None:
    account, here, there = somebody(city), Client(), Client()
    for client in (here, there):
        sign_in(client, account.username, PASSWORD)
    here.post("/change-password", {"old": PASSWORD, "new": "gui chuan 2015 he", "again": "gui chuan 2015 he"})
    assert here.get("/entrants").status_code == 200
    assert there.get("/entrants").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("wrong", "gui chuan 2015 he", "gui chuan 2015 he", "现在的密码不正确"),
        (PASSWORD, PASSWORD, PASSWORD, "与现在的密码相同"),
        (PASSWORD, "gui chuan 2015 he", "gui chuan", "两次输入的新密码不一致"),
        (PASSWORD, "短", "短", "新密码太短，至少要有10个字符"),
        (PASSWORD, "8015201508", "8015201508", "新密码不能全是数字"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(
    client: Client, city: SmallCity, old: str, new: str, again: str, says: str
) -> None:
    account = somebody(city)
    sign_in(client, account.username, PASSWORD)
    answer = client.post("/change-password", {"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert says in text_of(answer)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_page_speaks_english_after_the_switch(client: Client, city: SmallCity) -> None:
    account = somebody(city)
    sign_in(client, account.username, PASSWORD)
    answer = client.post("/language", {"language": "en", "next": "/change-password"})
    assert answer.headers["Location"] == "/change-password"
    english = client.get("/change-password").content.decode()
    assert '<html lang="en">' in english
    assert Role.REGISTRAR.label.en in english
    assert client.post("/language", {"language": "en", "next": "https://example.org/"}).headers["Location"] == "/"


def test_signing_out_needs_a_form_and_ends_the_session(client: Client, city: SmallCity) -> None:
    account = somebody(city)
    sign_in(client, account.username, PASSWORD)
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert client.get("/entrants").status_code == 302


def test_a_forgotten_password_names_the_office_above(client: Client, city: SmallCity) -> None:
    text = text_of(client.get("/forgotten-password"))
    assert "学校 由区县教委的学籍管理人员重置" in text
    assert "区县教委 由市教委的学籍管理人员重置" in text
    assert "服务团队 由市教委的学籍管理人员重置" in text
    assert "由服务团队的学籍管理人员重置" not in text, "it keeps nobody's accounts"
    assert "市教委 由本级另一名管理员重置" in text


def test_a_switch_of_post_is_remembered_and_nobody_elses_is_taken(client: Client, city: SmallCity) -> None:
    account = somebody(city)
    (other,) = Post.objects.bulk_create(
        [Post(account=account, role=Role.REGISTRAR.value, school=city.schools[1], starts_on="2015-08-01")]
    )
    foreign = Post.objects.get(account=somebody(city))
    sign_in(client, account.username, PASSWORD)
    assert client.post("/switch-post", {"post": other.pk}).headers["Location"] == "/"
    assert f"<strong>{city.schools[1].name}</strong>" in client.get("/entrants").content.decode()
    assert client.post("/switch-post", {"post": foreign.pk}).status_code == 409
    assert f"<strong>{city.schools[1].name}</strong>" in client.get("/entrants").content.decode()


def test_a_full_queue_answers_503_and_counts_no_wrong_password(
    client: Client, city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = somebody(city)
    queue = HashQueue(1, 0, 0.01)
    monkeypatch.setattr(entering, "QUEUE", queue)
    with queue.turn():
        busy = sign_in(client, account.username, "wrong")
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert sign_in(client, account.username, PASSWORD).status_code == 302


def test_the_queue_lets_few_in_at_once_and_turns_the_rest_away() -> None:
    queue, inside, seen, turned_away = HashQueue(1, 2, 5.0), [], [], []
    start, never = Barrier(8), Event()

    def knock() -> None:
        start.wait()
        try:
            with queue.turn():
                inside.append(1)
                seen.append(len(inside))
                never.wait(0.2)
                inside.pop()
        except QueueFullError:
            turned_away.append(1)

    threads = [Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(seen) == 1
    assert len(seen) == 3
    assert len(turned_away) == 5
    with queue.turn():
        pass
