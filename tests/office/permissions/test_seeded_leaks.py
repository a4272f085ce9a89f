"""The crawl itself is tested: each address of ``leaky`` has one fault, and each is found."""

import pytest

from tests.office.permissions import crawl, leaky
from tests.office.permissions.crawl import Row
from tests.office.permissions.ground import ground

pytestmark = pytest.mark.tampers  # the ground is laid past the services

OFFICE = frozenset({"an", "bai", "cheng", "sheng", "rui", "li", "jin"})
OWN, OTHER = OFFICE - {"jin"}, frozenset({"jin"})


def about(route, kind, own, other):
    empty = dict.fromkeys(("own", "other", "none"), frozenset())
    return Row(route, kind, {"own": own, "other": other, "none": frozenset()}, empty)


def listing(route, whom=OFFICE, **more):
    return Row(route, "", {"": whom}, {"": frozenset()}, **more)


SEEDED = {
    "foreign/<path:code>/": (
        about("foreign/<path:code>/", "evidence", OWN | {"du"}, OTHER | {"zhu"}), "LEAK 旁注kxzhu"
    ),
    "comment/": (listing("comment/"), "LEAK 祝远山"),
    "header/": (listing("header/"), "LEAK 旁注kxdu"),
    "export/": (listing("export/"), "LEAK 旁注kxzhu"),
    "search/": (listing("search/", ask=("?q=祝",)), "LEAK 祝远山"),
    "forbidden/<path:code>/": (
        about("forbidden/<path:code>/", "evidence", OWN, OTHER), "EXISTENCE"
    ),
    "file/<int:ident>/": (
        about("file/<int:ident>/", "attachment", OWN | {"du"}, OTHER | {"zhu"}),
        "as nobody: LEAK 附件kxdu",
    ),
    "shared/": (listing("shared/"), "LEAK 旁注kx"),
    "kept/": (listing("kept/"), "may be kept by caches"),
    "open/": (listing("open/", frozenset({"shen"})), "expected no, answered 200"),
    "writes/<path:code>/": (
        about("writes/<path:code>/", "evidence", frozenset(), frozenset()), "expected method"
    ),
}  # fmt: skip


@pytest.fixture
def leaking(world, settings, tmp_path):
    settings.HOME = tmp_path
    made = ground(world)
    settings.ROOT_URLCONF = leaky
    return made


@pytest.mark.once
def test_every_seeded_fault_is_found(leaking, told) -> None:
    assert set(SEEDED) == set(crawl.routes())
    missed = []
    for route, (row, sign) in SEEDED.items():
        found = crawl.crawl(leaking, {route: row}, [route]).wrong
        if not any(sign in wrong for wrong in found):
            missed.append((route, sign, found[:3]))
    told(f"seeded faults: {len(SEEDED)}, found {len(SEEDED) - len(missed)}")
    assert not missed
