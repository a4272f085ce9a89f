import pytest
from django.db import connection

from biaochi.access.scoping import Why
from biaochi.evidence import queries
from biaochi.evidence.models import Evidence
from tests.office.crowd import crowd

PEOPLE, ROWS = 60, 8_000


@pytest.fixture
def many(world):
    """Sixty officials, and so many rows that reading them all is not the quickest."""
    crowd(world, 0, PEOPLE)
    rows = Evidence.objects.unscoped(Why.SETUP)
    one = rows.first()
    copied = {f.attname: getattr(one, f.attname) for f in Evidence._meta.concrete_fields}
    copied.pop("id")
    rows.bulk_create(
        [Evidence(**{**copied, "code": f"z{n:06}"}) for n in range(ROWS)], batch_size=500
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def found(world, asked: str, login="an", **more) -> list[str]:
    return [c.code for c in queries.search(world.actor(login), asked, **more)]


@pytest.mark.parametrize("asked", ["m00012-1", "M00012-1", "m00012", "%", "m_0012-1"])
def test_a_code_is_read_from_an_index_of_codes(many, asked) -> None:
    plan = queries.coded(many.actor("an"), asked)[:20].explain()
    if connection.vendor == "sqlite":
        index = "USING INDEX sqlite_autoindex_evidence_evidence_1 (code>? AND code<?)"
        assert f"SEARCH evidence_evidence {index}" in plan
        assert "TEMP B-TREE" not in plan
    else:
        assert "Index Scan using evidence_evidence_code_226de22e_like on evidence_evidence " in plan
        assert "Index Cond: (((code)::text ~>=~ " in plan


def test_a_code_is_found_whole_or_by_its_beginning_in_either_case(many) -> None:
    codes = list(Evidence.objects.unscoped(Why.SETUP).order_by("code").values_list("code", flat=1))
    whole = next(c for c in codes if c.startswith("m00012"))
    assert found(many, whole) == [whole]
    assert found(many, f" {whole.upper()} ") == [whole]
    begun = [c for c in codes if c.startswith("m0001")]
    assert found(many, "M0001") == begun[:20]
    assert found(many, "m0001", limit=3) == begun[:3]
    assert not any(found(many, asked) for asked in ("m", "00012", "m0%12", "m_0012", "\\", "李四"))
    assert not found(many, whole, "jin")
