"""Whose classes a page is about: the own school, or, for an office above, the one school that the address names."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from xueji.desks.design.parts import Link
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.queries import schools_below
from xueji.records.models import ClassGroup
from xueji.records.queries import class_groups_visible_to

CODE_LENGTH = 10


def own_school(request: Any) -> School | None:
    """The school of the present post; None for an office above schools. Asks no query: the posts are known."""
    return next((post.school for post in request.posts if post.pk == request.actor.post_id), None)


def school_of_page(request: Any) -> School | None:
    """The own school, or the one named by `?school=` (key or school code); None where an office named none.

    Raises Http404 for a school that does not exist or lies in another jurisdiction: both look alike.
    """
    own = own_school(request)
    if own is not None:
        return own
    asked = request.GET.get("school", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= CODE_LENGTH):
        raise Http404
    wanted = {"code": asked} if len(asked) == CODE_LENGTH else {"pk": int(asked)}
    found = schools_below(request.actor).filter(**wanted).first()
    if found is None:
        raise Http404
    return found


def crumbs(actor: Actor, school: School) -> list[Link]:
    """The way down to a school's classes: for an office above it leads through the school."""
    if actor.school_id:
        return []
    return [Link(school.name, f"{reverse('classes')}?school={school.pk}")]


def visible_group(actor: Actor, pk: int) -> ClassGroup:
    """A class the actor may see. Raises Http404: absent and another school's look alike."""
    group = class_groups_visible_to(actor).filter(pk=pk).first()
    if group is None:
        raise Http404
    return group


def own_group(actor: Actor, pk: int) -> ClassGroup:
    """A class of the actor's own school: nobody above a school changes its classes. Raises Http404."""
    group = visible_group(actor, pk)
    if group.school_id != actor.school_id:
        raise Http404
    return group
