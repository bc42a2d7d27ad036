"""What the address of a page asks for, and addresses that ask for something else."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from xueji.desks.access import DeskRequest

LONGEST = 100
LONGEST_KEY = 18


def asked(request: DeskRequest, name: str) -> str:
    """One parameter of the address: trimmed, of bearable length, and without characters a database refuses."""
    return str(request.GET.get(name, "")).replace("\x00", "").strip()[:LONGEST]


def asked_key(request: DeskRequest, name: str) -> int | None:
    """A row key of the address; None where it is missing or no key."""
    return key_of(asked(request, name))


def key_of(typed: str) -> int | None:
    """A row key as typed; None for what is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY else None


def asked_flag(request: DeskRequest, name: str) -> bool:
    """Whether a box of the filter row is ticked."""
    return asked(request, name) == "1"


def address(name: str, *args: object, **query: object) -> str:
    """The address of a page with these parameters; empty ones are left out."""
    told = {key: value for key, value in query.items() if value not in (None, "", False)}
    return (
        f"{reverse(name, args=args or None)}?{urlencode(told, doseq=True)}"
        if told
        else reverse(name, args=args or None)
    )


def same_page(request: DeskRequest, **changes: object) -> str:
    """This page's own address with other parameters; None takes one out. Places in a list are forgotten."""
    told: dict[str, object] = {key: request.GET.getlist(key) for key in request.GET if key not in {"after", "before"}}
    told = {key: value for key, value in {**told, **changes}.items() if value not in (None, "", [""])}
    return f"{request.path}?{urlencode(told, doseq=True)}" if told else request.path
