"""The keys of this office: listed, issued (the secret is shown once), revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Action, Choice, Link, Tag
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.tokens import (
    LONGEST_LIFE,
    LONGEST_NAME,
    issue_token,
    keys_of_office,
    posts_for_keys,
    revoke_token,
)
from xueji.parties.clock import city_today
from xueji.parties.models import ApiToken, Post
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.parties import Role
from xueji.vocabulary.text import Text

SHOWN_ONCE = "new_token"
READS, WRITES = "reads", "writes"
USUAL_LIFE = timedelta(days=180)


@never_cache
@require_GET
@for_posts_that_may("issue_token", "revoke_token")
def tokens(request: DeskRequest) -> HttpResponse:
    """Show the keys, and the secret of one just issued: for the only time."""
    found = keys_of_office(request.actor)
    page = keyset_page(found.annotate(newest=-F("pk")), [("newest", int)], request.GET)
    context = {
        "keys": [_told(key) for key in page.rows],
        "pages": page.pager(request.GET, found.count()),
        "secret": request.session.pop(SHOWN_ONCE, None),
    }
    return render(request, "tokens/tokens.jinja", context)


@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@for_posts_that_may("issue_token")
def issue(request: DeskRequest) -> HttpResponse:
    """Show the form, or issue a key."""
    if request.method == "GET":
        until = timezone.localdate() + USUAL_LIFE
        return _form(request, None, {"may": READS, "expires_on": until.isoformat()})
    sent = Answers(request.POST)
    posts = {str(post.pk): post for post in posts_for_keys(request.actor)}
    name = sent.text("name", _("名称"), longest=LONGEST_NAME)
    post = sent.one_of("post", _("所属岗位"), posts.keys())
    allowed = sent.one_of("may", _("权限"), (READS, WRITES))
    until_ = sent.day("expires_on", _("有效期至"))
    if not sent.wrong and until_ is not None:
        try:
            with transaction.atomic():
                _token, secret = issue_token(
                    actor=request.actor, name=name, post=posts[post], may_write=allowed == WRITES, expires_on=until_
                )
        except RefusedError as error:
            sent.refused(error)
        else:
            request.session[SHOWN_ONCE] = secret
            return HttpResponseRedirect(address("tokens"))
    return _form(request, sent, sent.typed)


@require_POST
@for_posts_that_may("revoke_token")
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a key out of use."""
    token = keys_of_office(request.actor).filter(pk=pk).first()
    if token is None:
        raise Http404
    reason = Answers(request.POST).typed.get("reason", "")[:200]
    revoke_token(actor=request.actor, reason=reason, token=token)
    messages.success(request, _("密钥“%(name)s”已撤销，即刻不能再用。") % {"name": token.name})
    return HttpResponseRedirect(address("tokens"))


def _form(request: DeskRequest, sent: Answers | None, typed: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "crumbs": [Link(_("接口密钥"), address("tokens"))],
        "typed": typed,
        "posts": [Choice(str(post.pk), _post(post)) for post in posts_for_keys(request.actor)],
        "rights": [
            Choice(READS, _("只能查询")),
            Choice(WRITES, _("可以查询和办理")),
        ],
        "latest": (today + LONGEST_LIFE).isoformat(),
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "tokens/issue.jinja", context, status=422 if sent else 200)


def _told(key: ApiToken) -> dict[str, Any]:
    return {
        "key": key,
        "post": _post(key.post),
        "may": _("可以查询和办理") if key.may_write else _("只能查询"),
        "tag": _tag(key),
        "revoke": Action(_("撤销"), value="revoke", tone="danger") if key.revoked_at is None else None,
    }


def _post(post: Post) -> Text:
    role = Role(post.role).label
    return Text(f"{post.account.full_name} · {role.zh}", f"{post.account.full_name} · {role.en}")


def _tag(key: ApiToken) -> Tag:
    if key.revoked_at is not None:
        return Tag(_("已撤销"))
    if key.expires_on < timezone.localdate():
        return Tag(_("已过期"), "late")
    if not key.post.account.is_active or (key.post.ends_on is not None and key.post.ends_on <= city_today()):
        return Tag(_("岗位已结束"), "late")
    return Tag(_("使用中"), "done")
