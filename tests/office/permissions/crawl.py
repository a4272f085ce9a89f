"""Ask every address as everybody, and judge each answer by the written table."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver

from tests.office.permissions.ground import VISIBLE, Ground

TABLE = Path(__file__).with_name("matrix.toml")
SIGNED_OUT = frozenset({"nobody", "gone"})
_TOKEN = re.compile(r'"[A-Za-z0-9]{64}"')
_PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_BROKEN = 500
LOOKS_FOR_NOBODY = frozenset({"an", "xi", "ouyang", "du"})
EXPORTERS = frozenset({"an", "sheng", "jin", "du", "zhu", "fan"})


@dataclass(frozen=True)
class Row:
    """What the table says of one address."""

    route: str
    about: str = ""
    may: dict[str, frozenset[str]] = field(default_factory=dict)
    may_post: dict[str, frozenset[str]] = field(default_factory=dict)
    get: bool = True
    door: str = ""
    ask: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Whose thing is asked for."""
        return ("none", "own", "other") if self.about else ("",)


@dataclass
class Tally:
    """What was asked and what was wrong."""

    asked: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Every address of the program."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def table(path: Path = TABLE) -> dict[str, Row]:
    """Read what is expected."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = {name: frozenset(text.split()) for name, text in said["groups"].items()}
    return {route: _row(route, given, groups) for route, given in said["addresses"].items()}


def _row(route: str, given: dict, groups: dict) -> Row:
    def whom(name: str) -> frozenset[str]:
        words = given.get(name, "").split()
        found = frozenset().union(*(groups.get(w, frozenset({w})) for w in words))
        assert found <= set(VISIBLE), f"{route}: {found - set(VISIBLE)}"
        return found

    if given.get("about"):
        may = {"own": whom("own"), "other": whom("other"), "none": frozenset()}
        post = {"own": whom("post_own"), "other": whom("post_other"), "none": frozenset()}
    else:
        may, post = {"": whom("open")}, {"": whom("post")}
    return Row(
        route, given.get("about", ""), may, post, given.get("get", True),
        given.get("door", ""), tuple(given.get("ask", ())),
    )  # fmt: skip


def crawl(ground: Ground, rows: dict[str, Row], every: list[str], *, share: int = 1) -> Tally:
    """Ask every address as everybody; the order of people turns with each address.

    ``share`` 3: each address as every third of them, so that everybody asks a third of them all.
    """
    tally = Tally()
    for number, route in enumerate(every):
        row = rows[route]
        viewers = list(ground.clients) if number % 2 else [*reversed(ground.clients)]
        for viewer in viewers[number % share :: share]:
            for place in row.places if viewer in LOOKS_FOR_NOBODY else row.places[-2:]:
                for method, query, wanted in _visits(row, viewer, place):
                    given = ground.about[row.about][place] if row.about else {}
                    address = "/" + _PLACEHOLDER.sub(lambda m, g=given: str(g[m[1]]), row.route)
                    answer = asked(ground, viewer, method, address + query)
                    tally.asked[viewer] += 1
                    found = [*judged(answer, wanted), *leaks(answer, ground.forbidden(viewer))]
                    if wanted == "no" and not row.door:
                        found += _differs(answer, ground.nothing(viewer))
                    here = f"{method.upper()} {address}{query} ({place}) as {viewer}: "
                    tally.wrong += [here + w for w in found]
    return tally


def _visits(row: Row, viewer: str, place: str) -> Iterator[tuple[str, str, str]]:
    """How an address is asked for: method, query, what is wanted."""
    if row.get:
        for query in ("", *row.ask):
            may = row.may[place] & (EXPORTERS if "format=xlsx" in query else row.may[place])
            yield "get", query, _wanted(row, viewer, may)
    sends = any(row.may_post.values())
    if sends and row.door == "api":
        yield "post", "", "key" if viewer in SIGNED_OUT else "refused"
    elif sends:
        yield "post", "", _wanted(row, viewer, row.may_post[place])
    elif viewer in {"an", "nobody"}:
        yield "post", "", "method"


def _wanted(row: Row, viewer: str, may: frozenset[str]) -> str:
    if row.door == "api":
        return "key" if viewer in SIGNED_OUT else "yes" if viewer in may else "no"
    if row.door:
        return {"public": "yes", "closed": "no"}.get(row.door, row.door)
    if viewer in SIGNED_OUT:
        return "sign in"
    return "yes" if viewer in may else "no"


def asked(ground: Ground, viewer: str, method: str, address: str) -> HttpResponse:
    """Ask, and undo whatever it did."""
    client = ground.clients[viewer]
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def judged(answer: HttpResponse, wanted: str) -> Iterator[str]:
    """What is wrong with the status and the headers of an answer."""
    status, to = answer.status_code, answer.get("Location", "")
    to_login = status == 302 and to.startswith("/login/")
    right = {
        "no": status == 404, "sign in": to_login, "method": status in {404, 405} or to_login,
        "yes": status < _BROKEN and status not in {403, 404, 405} and not to_login,
        "key": status == 401, "refused": 400 <= status < _BROKEN,
    }[wanted]  # fmt: skip
    if not right:
        yield f"expected {wanted}, answered {status} {to}"
    if "no-store" not in answer.get("Cache-Control", ""):
        yield "may be kept by caches"


def leaks(answer: HttpResponse, words: list[str]) -> Iterator[str]:
    """Forbidden words anywhere in an answer: body, headers, inside workbooks."""
    told = text_of(answer)
    yield from (f"LEAK {word}" for word in words if word in told)


def text_of(answer: HttpResponse) -> str:
    """Everything an answer says, also in the spellings of addresses and of JSON."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    parts = [body]
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    parts += [v.encode("latin-1", "replace") for _, v in answer.items()]
    told = "\n".join(part.decode("utf-8", "replace") for part in parts)
    return told + unquote(told) + _ESCAPE.sub(lambda m: chr(int(m[1], 16)), told)


def _differs(answer: HttpResponse, nothing: HttpResponse) -> Iterator[str]:
    """A thing one may not see has to look like a page that does not exist at all."""
    if answer.status_code != nothing.status_code or _plain(answer) != _plain(nothing):
        yield f"EXISTENCE differs from what is not there ({answer.status_code})"


def _plain(answer: HttpResponse) -> str:
    said = answer.content.decode("utf-8", "replace").replace(' aria-current="page"', "")
    return _TOKEN.sub('""', said)
