"""The system administrator's pages: accounts, other systems and their keys."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biaochi import clock
from biaochi.access.shapes import Act
from biaochi.accounts import queries
from biaochi.accounts.services import people, tokens
from biaochi.errors import CODES, Refusal
from biaochi.vocabulary.office import ADMINS
from biaochi.web import listing
from biaochi.web.boxes import DayBox
from biaochi.web.cells import Column
from biaochi.web.doors import Asked, page
from biaochi.web.listing import Filter, Listing
from biaochi.web.sessions import fresh

_KINDS = [("", "业务人员或干部本人"), *((k, v[0]) for k, v in ADMINS.items())]
_STATES = (("on", "启用"), ("awaits", "待开通"), ("off", "停用"))
_TONES = {"启用": "ok", "待开通": "warn", "停用": ""}


class NewAccount(forms.Form):
    """Whose account, and what kind."""

    login = forms.CharField(label="登录名", max_length=40, help_text="建后不能改")
    name = forms.CharField(label="使用人姓名", max_length=60)
    kind = forms.ChoiceField(label="种类", choices=[*_KINDS, ("other", "外部系统")], required=False)
    person = forms.CharField(
        label="本人的人员编号", max_length=40, required=False,
        help_text="干部本人的账号才填；填了就能看到自己的记录",
    )  # fmt: skip


class Change(forms.Form):
    """What can be corrected."""

    name = forms.CharField(label="使用人姓名", max_length=60)
    person = forms.CharField(label="本人的人员编号", max_length=40, required=False)


class Why(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(label="理由", max_length=400)


class NewToken(forms.Form):
    """What a key is for, and until when."""

    label = forms.CharField(label="用途", max_length=80)
    expires_on = DayBox(
        label="到期日", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="不填则长期有效",
    )  # fmt: skip


def _shaped(rows: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (rows of a list)
    lines = []
    for one in map(queries.account_of, rows):
        kind = ADMINS[one.admin][0] if one.admin else "外部系统" if one.system else "业务"
        href = reverse("account-of", args=[one.ident])
        lines.append({
            "login": one.login, "name": one.name, "kind": kind, "state": one.state,
            "factor": "已设" if one.has_factor else "", "last": one.last_login, "href": href,
        })  # fmt: skip
    return lines


def _narrow(rows: Any, state: str) -> Any:  # noqa: ANN401 (rows of a list)
    wanted = {"on": {"is_active": True, "awaits": False}, "off": {"is_active": False},
              "awaits": {"is_active": True, "awaits": True}}  # fmt: skip
    return rows.filter(**wanted[state])


LIST = Listing(
    name="accounts", title="账号", order="login", shape=_shaped,
    about="系统管理员建立、停用和重置账号；新建和重置的，要由安全管理员开通后才能使用。",
    columns=(
        Column(key="login", label="登录名", kind="link", href="href", sort=("login",)),
        Column(key="name", label="姓名", sort=("name",)),
        Column(key="kind", label="种类"),
        Column(key="state", label="状态", kind="tag", tones=_TONES),
        Column(key="factor", label="第二因子"),
        Column(key="last", label="上次登录", kind="moment", sort=("last_login",)),
    ),
    filters=(
        Filter(key="state", label="状态", choices=_STATES, narrow=_narrow),
        Filter(key="name", label="姓名", kind="text", by="name__contains"),
    ),
)  # fmt: skip


@page(Act.MANAGE_ACCOUNTS)
def accounts(request: Asked) -> HttpResponse:
    """All accounts."""
    rows = queries.accounts(request.actor, Act.MANAGE_ACCOUNTS)
    return listing.answer(request, LIST, rows=rows, template="web/accounts/list.html")


@page(Act.MANAGE_ACCOUNTS, methods=("GET", "POST"))
@fresh
def add(request: Asked) -> HttpResponse:
    """Make an account; its first password is shown on the answer and nowhere else."""
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            word = _add(request, said)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            if not word:
                messages.success(request, f"已建立外部系统 {said['login']}。")
                return HttpResponseRedirect(reverse("accounts"))
            return _once(request, said["login"], word)
    return render(request, "web/accounts/form.html", {"form": form, "title": "新建账号"})


def _add(request: Asked, said: dict[str, Any]) -> str:
    given = {"login": said["login"], "name": said["name"], "actor": request.actor}
    if said["kind"] == "other":
        people.add_system(**given, at=clock.now())
        return ""
    return people.add_account(
        **given, admin=said["kind"], person=said["person"], at=clock.now()
    )  # fmt: skip


@page(Act.MANAGE_ACCOUNTS, methods=("GET", "POST"))
@fresh
def one(request: Asked, ident: int) -> HttpResponse:
    """One account, and what can be done with it."""
    found = queries.account(request.actor, Act.MANAGE_ACCOUNTS, ident=ident)
    form = Change(request.POST or None, initial={"name": found.name, "person": found.person})
    if request.method == "POST" and form.is_valid():
        try:
            people.change_account(
                ident=ident, name=form.cleaned_data["name"], person=form.cleaned_data["person"],
                version=version_of(request), actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "已保存；这个账号的登录已失效。")
            return HttpResponseRedirect(reverse("account-of", args=[ident]))
    return render(request, "web/accounts/one.html", {
        "account": found, "form": form, "why": Why(), "new_token": NewToken(),
        "own": found.ident == request.actor.user,
        "kind": ADMINS[found.admin][0] if found.admin else "",
        "tokens": queries.tokens(request.actor, user=ident) if found.system else (),
    })  # fmt: skip


@page(Act.MANAGE_ACCOUNTS, methods=("POST",))
@fresh
def disable(request: Asked, ident: int) -> HttpResponse:
    """Let it be used no more."""
    people.disable(
        ident=ident, version=version_of(request), reason=reason_of(request),
        actor=request.actor, at=clock.now(),
    )  # fmt: skip
    messages.success(request, "已停用。")
    return HttpResponseRedirect(reverse("account-of", args=[ident]))


@page(Act.MANAGE_ACCOUNTS, methods=("POST",))
@fresh
def reset(request: Asked, ident: int) -> HttpResponse:
    """Give it a new first password."""
    word = people.reset(
        ident=ident, version=version_of(request), reason=reason_of(request),
        actor=request.actor, at=clock.now(),
    )  # fmt: skip
    found = queries.account(request.actor, Act.MANAGE_ACCOUNTS, ident=ident)
    return _once(request, found.login, word)


@page(Act.MANAGE_ACCOUNTS, methods=("POST",))
@fresh
def add_token(request: Asked, ident: int) -> HttpResponse:
    """Make a key for another system, shown on the answer and nowhere else."""
    form = NewToken(request.POST)
    queries.account(request.actor, Act.MANAGE_ACCOUNTS, ident=ident)
    if not form.is_valid():
        messages.error(request, "请写明用途，到期日写成 2026-12-31 的样子。")
        return HttpResponseRedirect(reverse("account-of", args=[ident]))
    said = form.cleaned_data
    word = tokens.add_token(
        user=ident, label=said["label"], expires_on=said["expires_on"],
        actor=request.actor, at=clock.now(),
    )  # fmt: skip
    return render(request, "web/accounts/once.html", {
        "title": "接口密钥", "what": said["label"], "secret": word, "back": ident,
        "says": "把它写进那个系统的配置；系统里只留摘要，丢了只能另发。",
    })  # fmt: skip


@page(Act.MANAGE_ACCOUNTS, methods=("POST",))
@fresh
def revoke_token(request: Asked, ident: int, token: int) -> HttpResponse:
    """Take a key back."""
    tokens.revoke_token(
        ident=token, version=version_of(request), actor=request.actor, at=clock.now()
    )
    messages.success(request, "密钥已收回。")
    return HttpResponseRedirect(reverse("account-of", args=[ident]))


def tell(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal above the fields of the form it is about."""
    for problem in refusal.problems:
        said = f"应为{problem.expected}，实为{problem.found}。{problem.do}"
        form.add_error(None, f"{CODES[problem.code].says}：{said}")


def version_of(request: Asked) -> int:
    """Return the version a form was filled in on; nothing has version 0."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < len("1000000000") else 0


def reason_of(request: Asked) -> str:
    """Return the reason somebody gave."""
    return request.POST.get("reason", "").strip()[:400]


def _once(request: Asked, login: str, word: str) -> HttpResponse:
    return render(request, "web/accounts/once.html", {
        "title": "首次密码", "what": login, "secret": word, "back": 0,
        "says": "请当面交给使用人。还要由安全管理员开通并另交开通码；首次登录须改密码。",
    })  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/add/", add, name="account-add"),
    path("accounts/<int:ident>/", one, name="account-of"),
    path("accounts/<int:ident>/disable/", disable, name="account-disable"),
    path("accounts/<int:ident>/reset/", reset, name="account-reset"),
    path("accounts/<int:ident>/tokens/", add_token, name="token-add"),
    path("accounts/<int:ident>/tokens/<int:token>/", revoke_token, name="token-revoke"),
]
