"""Sign in and out, the second step, one's own password and second factor."""

from io import BytesIO

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as forget
from django.core import signing as sealed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from biaochi import clock
from biaochi.access.queries import office_name, user_with
from biaochi.access.shapes import Act
from biaochi.accounts import factors, passwords
from biaochi.accounts.services import own, signing
from biaochi.accounts.shapes import Passed, Step
from biaochi.errors import CODES, Problem, Refusal
from biaochi.web.doors import Asked, page, public
from biaochi.web.sessions import address_of, enter, proved

_SALT = "biaochi.half-way"
_HALF_WAY = 180
_PENDING = "pending_factor"
_SECRET = {"autocomplete": "current-password", "autocapitalize": "none"}


class Name(forms.Form):
    """A name and a password."""

    login = forms.CharField(
        label="登录名", max_length=40,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none",
                                "autofocus": True}),
    )  # fmt: skip
    password = forms.CharField(
        label="密码", max_length=200, strip=False, widget=forms.PasswordInput(_SECRET)
    )


class Code(forms.Form):
    """The second step."""

    code = forms.CharField(
        label="验证码", max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
    )  # fmt: skip


class Again(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label="密码", max_length=200, strip=False,
        widget=forms.PasswordInput({**_SECRET, "autofocus": True}),
    )  # fmt: skip


class NewPassword(forms.Form):
    """A new password, twice."""

    old = forms.CharField(
        label="现在的密码", max_length=200, strip=False, widget=forms.PasswordInput(_SECRET)
    )
    new = forms.CharField(
        label="新密码", max_length=200, strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip
    repeated = forms.CharField(
        label="再写一遍新密码", max_length=200, strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_repeated(self) -> str:
        """Refuse two different ones."""
        said = str(self.cleaned_data["repeated"])
        if said != self.cleaned_data.get("new"):
            raise forms.ValidationError("两次写的新密码不一样。")
        return said


@public
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The name and the password."""
    if getattr(request, "actor", None) is not None:
        return HttpResponseRedirect(_next(request))
    form = Name(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            passed = signing.sign_in(
                login=said["login"], password=said["password"],
                address=address_of(request), at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            return _again(request, form, refusal, "web/signing/login.html")
        return _onward(request, passed)
    return render(request, "web/signing/login.html", _frame(request, form))


@public
@require_http_methods(["POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, or the one that opens a new account."""
    try:
        half = sealed.loads(request.POST.get("half", ""), salt=_SALT, max_age=_HALF_WAY)
    except sealed.BadSignature:
        messages.error(request, f"{CODES['SIGN-STALE'].says}，请重新登录。")
        return HttpResponseRedirect("/login/")
    form = Code(request.POST)
    if not form.is_valid():
        return _ask_code(request, Passed(user=half["user"], step=Step(half["step"])), form)
    prove = signing.prove_factor if half["step"] == Step.FACTOR else signing.prove_opening
    try:
        passed = prove(
            user=half["user"], code=form.cleaned_data["code"],
            address=address_of(request), at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        _tell(form, refusal)
        step = Passed(user=half["user"], step=Step(half["step"]))
        return _ask_code(request, step, form, status=_status(refusal))
    return _onward(request, passed)


@page(Act.OWN_ACCOUNT, methods=("POST",))
def logout(request: Asked) -> HttpResponse:
    """Leave; the browser is told to forget what it kept of us."""
    signing.sign_out(actor=request.actor, at=clock.now())
    forget(request)
    response = HttpResponseRedirect("/login/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(Act.OWN_ACCOUNT, methods=("GET", "POST"))
def confirm(request: Asked) -> HttpResponse:
    """The password again, before something grave."""
    form = Again(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.prove_again(
                actor=request.actor, password=form.cleaned_data["password"],
                address=address_of(request), at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            return _again(request, form, refusal, "web/signing/confirm.html")
        proved(request)
        return HttpResponseRedirect(_next(request))
    return render(request, "web/signing/confirm.html", _frame(request, form))


@page(Act.OWN_ACCOUNT)
def account(request: Asked) -> HttpResponse:
    """One's own account: what can be changed about it."""
    user = user_with(ident=request.actor.user)
    return render(request, "web/signing/account.html", {"user": user})


@page(Act.OWN_ACCOUNT, methods=("GET", "POST"))
def password(request: Asked) -> HttpResponse:
    """Change the password; other sessions end."""
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            own.change_password(
                actor=request.actor, old=said["old"], new=said["new"], at=clock.now()
            )
        except Refusal as refusal:
            return _again(request, form, refusal, "web/signing/password.html")
        enter(request, user=request.actor.user)
        messages.success(request, "密码已改；此前的登录都已失效。")
        return HttpResponseRedirect("/account/")
    return render(request, "web/signing/password.html", _frame(request, form))


@page(Act.OWN_ACCOUNT, methods=("GET", "POST"))
def second_factor(request: Asked) -> HttpResponse:
    """Set up the second factor: read the picture, type the first code."""
    user = user_with(ident=request.actor.user)
    if user is None or user.second_factor:
        raise Http404
    secret = str(request.session.setdefault(_PENDING, factors.made()))
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own.set_factor(
                actor=request.actor, secret=secret, code=form.cleaned_data["code"], at=clock.now()
            )
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            request.session.pop(_PENDING)
            messages.success(request, "第二因子已设好；以后登录还要填写动态码。")
            return HttpResponseRedirect("/account/")
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    said = {"form": form, "secret": groups}
    return render(request, "web/signing/second_factor.html", said)


@page(Act.OWN_ACCOUNT)
def picture(request: Asked) -> HttpResponse:
    """The picture an authenticator reads; only while it is being set up."""
    secret = request.session.get(_PENDING)
    if not secret:
        raise Http404
    drawn = BytesIO()
    made = segno.make(factors.address(secret, login=request.actor.login))
    made.save(drawn, kind="svg", scale=5, border=4, dark="#000", light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _onward(request: HttpRequest, passed: Passed) -> HttpResponse:
    if passed.step is not Step.IN:
        return _ask_code(request, passed, Code())
    enter(request, user=passed.user)
    return HttpResponseRedirect(_next(request))


def _ask_code(
    request: HttpRequest, passed: Passed, form: Code, *, status: int = 200
) -> HttpResponse:
    half = sealed.dumps({"user": passed.user, "step": str(passed.step)}, salt=_SALT)
    opening = passed.step is Step.OPENING
    form.fields["code"].label = "开通码" if opening else "动态码"
    said = {**_frame(request, form), "half": half, "opening": opening}
    return render(request, "web/signing/second_step.html", said, status=status)


def _again(request: HttpRequest, form: forms.Form, refusal: Refusal, template: str) -> HttpResponse:
    _tell(form, refusal)
    return render(request, template, _frame(request, form), status=_status(refusal))


def _tell(form: forms.Form, refusal: Refusal) -> None:
    for problem in refusal.problems:
        form.add_error(None, _sentence(problem))


def _sentence(problem: Problem) -> str:
    said = f"{CODES[problem.code].says}：应为{problem.expected}，实为{problem.found}。{problem.do}"
    return said if problem.code != "SIGN-WRONG" else f"{CODES[problem.code].says}。{problem.do}"


def _status(refusal: Refusal) -> int:
    return max(CODES[p.code].status for p in refusal.problems)


def _frame(request: HttpRequest, form: forms.Form) -> dict[str, object]:
    return {
        "form": form, "next": _next(request), "office": office_name(),
        "long": passwords.LONG, "long_with_factor": passwords.LONG_WITH_FACTOR,
        "idle": settings.IDLE_MINUTES,
    }  # fmt: skip


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours and asked.startswith("/") else "/"


urlpatterns = [
    path("login/", login, name="login"),
    path("login/code/", second_step, name="second-step"),
    path("logout/", logout, name="logout"),
    path("confirm/", confirm, name="confirm"),
    path("account/", account, name="account"),
    path("account/password/", password, name="password"),
    path("account/second-factor/", second_factor, name="second-factor"),
    path("account/second-factor/picture.svg", picture, name="second-factor-picture"),
]
