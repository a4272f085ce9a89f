"""The way in for other systems: a key, an actor, refusals as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from biaochi.access.policy import may
from biaochi.access.shapes import Act, Actor
from biaochi.access.tokens import user_with_token
from biaochi.clock import today
from biaochi.errors import CODES, Problem, Refusal
from biaochi.registry.queries import who

RATE = "3000/m"
_SHOWN = 80
_EXPECTED = {
    "missing": "必填", "extra_forbidden": "接口说明里有的字段", "string_too_long": "短些的文字",
    "string_too_short": "长些的文字", "too_long": "少些的行", "too_short": "多些的行",
    "string": "文字", "int": "整数", "date": "日期，如 2026-03-01", "literal": "可选的值之一",
    "less_than": "小些的数", "greater_than": "大些的数", "list": "列表",
}  # fmt: skip
_LIMITS = frozenset({"max_length", "min_length", "le", "ge", "pattern", "expected"})
_STATUSES = {
    400: "API-BODY", 401: "API-KEY", 403: "API-KEY", 404: "NOT-FOUND", 413: "API-SIZE",
    429: "API-RATE",
}  # fmt: skip


class Bearer(HttpBearer):
    """``Authorization: Bearer <key>``."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 (ninja's own)
        """Return who calls, with the grants of today."""
        user = user_with_token(token, on=today())
        return None if user is None else who(user, on=today())


class Rate(SimpleRateThrottle):
    """So many calls a minute from one system."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Count by system."""
        actor = getattr(request, "auth", None)
        return f"api:{actor.user}" if isinstance(actor, Actor) else None


def allowed(request: HttpRequest, act: Act) -> Actor:
    """Return who calls, if he may do this at all; otherwise nothing is there."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    if not may(actor, act):
        raise Http404
    return actor


def add_handlers(api: NinjaAPI) -> None:
    """Answer every refusal in the one form."""

    def says(request: HttpRequest, problems: Iterable[Problem], status: int) -> HttpResponse:
        return api.create_response(request, {"errors": errors(problems)}, status=status)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        status = max(CODES[p.code].status for p in refusal.problems)
        return says(request, refusal.problems, status)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return says(request, [_problem(e) for e in error.errors], 422)

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return says(request, [_plain(error.status_code)], error.status_code)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001 (says nothing)
        return says(request, [_plain(404)], 404)

    @api.exception_handler(RequestDataTooBig)
    def large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001 (says nothing)
        return says(request, [_plain(413)], 413)


def errors(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems as JSON."""
    return [
        {
            "code": p.code, "says": CODES[p.code].says, "expected": p.expected,
            "found": _shown(p.found), "do": p.do, "row": p.line, "field": p.column_name,
        }
        for p in problems
    ]  # fmt: skip


def _problem(error: dict[str, Any]) -> Problem:
    place: Sequence[Any] = error.get("loc", ())
    numbers = [p for p in place if isinstance(p, int)]
    field = ".".join(str(p) for p in place if isinstance(p, str) and p not in {"body", "query"})
    return Problem(
        "API-VALUE", _expected(error), _shown(str(error.get("input", ""))),
        "请照接口说明填写。", line=numbers[0] + 1 if numbers else 0, column_name=_shown(field),
    )  # fmt: skip


def _expected(error: dict[str, Any]) -> str:
    kind = str(error.get("type", ""))
    said = next((words for start, words in _EXPECTED.items() if kind.startswith(start)), "")
    limits = "、".join(f"{v}" for k, v in sorted(error.get("ctx", {}).items()) if k in _LIMITS)
    return (said or "接口说明里的写法") + (f"（{limits}）" if limits else "")


def _plain(status: int) -> Problem:
    code = _STATUSES.get(status, "API-BODY")
    do = {401: "请系统管理员发放接口密钥，放在 Authorization: Bearer 里。",
          429: "请稍候再发。", 413: "请分几次发。"}.get(status, "请照接口说明核对。")  # fmt: skip
    return Problem(code, "", "", do)


def _shown(text: str) -> str:
    """Return a text that can be sent back whatever came in."""
    return text[:_SHOWN].encode("utf-8", "replace").decode()
