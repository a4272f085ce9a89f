"""The security administrator's pages: who holds which role where, and opening accounts."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.accounts import queries
from biaochi.accounts.services import grants as services
from biaochi.accounts.services import people
from biaochi.accounts.services.grants import GRANTABLE, GrantSaid
from biaochi.errors import Refusal
from biaochi.vocabulary.office import ROLES
from biaochi.web import listing
from biaochi.web.accounts import reason_of, tell, version_of
from biaochi.web.boxes import DayBox
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing
from biaochi.web.sessions import fresh

_INDENT = "　"
_ROLES = tuple((str(r), ROLES[r][0]) for r in GRANTABLE)
_STATES = (("now", "有效"), ("later", "未到生效日"), ("over", "已过末日"), ("revoked", "已收回"))


class NewGrant(forms.Form):
    """Who, what, where, for which tiers, from when to when, and why."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *_ROLES])
    unit = forms.ChoiceField(label="单位", help_text="连同以下各级")
    tiers = forms.CharField(
        label="层次",
        required=False,
        max_length=200,
        help_text="不填则全部；多个用顿号分开",
    )
    from_on = DayBox(label="生效日", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    to_on = DayBox(
        label="末日（含）", required=False, help_text="不填则一直有效",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    reason = forms.CharField(label="依据或理由", max_length=400)


def _shaped(rows: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (rows of a list)
    return [
        {"login": g.login, "name": g.name, "role": g.role, "unit": g.unit_name,
         "tiers": "、".join(g.tiers) or "全部", "from": g.from_on, "to": g.to_on, "by": g.by,
         "state": _state(g.from_on, g.to_on, revoked=g.revoked_at is not None),
         "href": reverse("holder", args=[g.user])}
        for g in queries.grant_lines(list(rows))
    ]  # fmt: skip


def _state(since: date, until: date | None, *, revoked: bool) -> str:
    today = clock.today()
    if revoked:
        return "已收回"
    if since > today:
        return "未到生效日"
    return "已过末日" if until is not None and until < today else "有效"


def _narrow(rows: Any, state: str) -> Any:  # noqa: ANN401 (rows of a list)
    today = clock.today()
    over = Q(to_on__lt=today)
    return rows.filter({
        "revoked": Q(revoked_at__isnull=False),
        "later": Q(revoked_at=None, from_on__gt=today),
        "over": Q(revoked_at=None) & over,
        "now": Q(revoked_at=None, from_on__lte=today) & ~over,
    }[state])  # fmt: skip


LIST = Listing(
    name="grants", title="授权", order="login", shape=_shaped,
    about="安全管理员授予和收回角色、开通账号，不建账号，不看业务数据。",
    empty="还没有授权", todo="从“账号”里选一个人开始。",
    columns=(
        Column(key="login", label="登录名", kind="link", href="href", sort=("user__login",)),
        Column(key="name", label="姓名", sort=("user__name",)),
        Column(key="role", label="角色", words=ROLES, sort=("role",)),
        Column(key="unit", label="单位（连同以下）"),
        Column(key="tiers", label="层次"),
        Column(key="from", label="生效日", kind="date", sort=("from_on",)),
        Column(key="to", label="末日", kind="date", sort=("to_on",)),
        Column(key="state", label="状态", kind="tag", tones={"有效": "ok"}),
        Column(key="by", label="授予人"),
    ),
    filters=(
        Filter(key="state", label="状态", choices=_STATES, narrow=_narrow),
        Filter(key="role", label="角色", choices=_ROLES),
        Filter(key="name", label="姓名", kind="text", by="user__name__contains"),
    ),
)  # fmt: skip


def _holders(rows: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (rows of a list)
    return [
        {"login": a.login, "name": a.name, "state": a.state, "made": a.created_at,
         "href": reverse("holder", args=[a.ident])}
        for a in map(queries.account_of, rows)
    ]  # fmt: skip


HOLDERS = Listing(
    name="holders", title="账号与开通", order="state", shape=_holders,
    about="待开通的在前。开通码当面交给使用人；首次密码在系统管理员手里，两人缺一不可。",
    columns=(
        Column(key="login", label="登录名", kind="link", href="href", sort=("login",)),
        Column(key="name", label="姓名", sort=("name",)),
        Column(key="state", label="状态", kind="tag", sort=("-awaits", "-is_active", "login"),
               tones={"启用": "ok", "待开通": "warn"}),
        Column(key="made", label="建立时刻", kind="moment", sort=("created_at",)),
    ),
    filters=(Filter(key="name", label="姓名", kind="text", by="name__contains"),),
)  # fmt: skip


@page(Act.MANAGE_GRANTS)
def grants(request: Asked) -> HttpResponse:
    """All grants."""
    return listing.answer(request, LIST, rows=queries.grants(request.actor))


@page(Act.MANAGE_GRANTS)
def holders(request: Asked) -> HttpResponse:
    """All accounts, those to be opened first."""
    rows = queries.accounts(request.actor, Act.MANAGE_GRANTS)
    return listing.answer(request, HOLDERS, rows=rows)


@page(Act.MANAGE_GRANTS, methods=("GET", "POST"))
@fresh
def holder(request: Asked, ident: int) -> HttpResponse:
    """One account: what it holds, and giving it more."""
    found = queries.account(request.actor, Act.MANAGE_GRANTS, ident=ident)
    form = NewGrant(request.POST or None, initial={"from_on": clock.today()})
    units = queries.units_to_grant(request.actor)
    form.fields["unit"].choices = [  # type: ignore[attr-defined]  # a field of choices
        ("", "请选择"), *((u.code, f"{_INDENT * u.depth}{u.name}") for u in units)
    ]  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _grant(request, ident, form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "已授予；这个账号要重新登录。")
            return HttpResponseRedirect(reverse("holder", args=[ident]))
    held = queries.grants(request.actor).filter(user=ident).order_by("revoked_at", "-pk")
    return render(request, "web/grants/holder.html", {
        "account": found, "form": form, "own": found.ident == request.actor.user,
        "held": [(g, ROLES[g.role][0], _state(g.from_on, g.to_on, revoked=bool(g.revoked_at)))
                 for g in queries.grant_lines(list(held))],
    })  # fmt: skip


def _grant(request: Asked, ident: int, said: dict[str, Any]) -> None:
    tiers = tuple(t.strip() for t in said["tiers"].replace(",", "、").split("、") if t.strip())
    services.grant(
        said=GrantSaid(
            user=ident, role=said["role"], unit=said["unit"], from_on=said["from_on"],
            to_on=said["to_on"], tiers=tiers,
        ),
        reason=said["reason"], actor=request.actor, at=clock.now(),
    )  # fmt: skip


@page(Act.MANAGE_GRANTS, methods=("POST",))
@fresh
def revoke(request: Asked, ident: int, grant: int) -> HttpResponse:
    """Take a role back."""
    services.revoke(
        ident=grant, version=version_of(request), reason=reason_of(request),
        actor=request.actor, at=clock.now(),
    )  # fmt: skip
    messages.success(request, "已收回。")
    return HttpResponseRedirect(reverse("holder", args=[ident]))


@page(Act.MANAGE_GRANTS, methods=("POST",))
@fresh
def release(request: Asked, ident: int) -> HttpResponse:
    """Open an account; its code is shown on the answer and nowhere else."""
    code = people.release(
        ident=ident, version=version_of(request), actor=request.actor, at=clock.now()
    )
    found = queries.account(request.actor, Act.MANAGE_GRANTS, ident=ident)
    return render(request, "web/accounts/once.html", {
        "title": "开通码", "what": found.login, "secret": code, "back": 0,
        "says": "请当面交给使用人；登录时在密码之后填写，改密码后作废。",
    })  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("grants/", grants, name="grants"),
    path("holders/", holders, name="holders"),
    path("holders/<int:ident>/", holder, name="holder"),
    path("holders/<int:ident>/release/", release, name="holder-release"),
    path("holders/<int:ident>/grants/<int:grant>/", revoke, name="grant-revoke"),
]
