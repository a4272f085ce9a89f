"""Formulas against fractions: exact, Kleene, rounded only where said, within their bounds."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biaochi.engine.closures import function
from biaochi.engine.compile import Asked, compile_pack
from biaochi.engine.formula import Call, Name, Node, Number, parse
from biaochi.engine.operations import half_even, half_up
from biaochi.errors import Refusal
from biaochi.packs.shapes import Attribute, Compute, Document, Numeric, Pack, Span
from tests.core.drawing import generated

NUMBERS = ("a", "b", "c")
FLAGS = ("p", "q")
SCALE, LARGEST = 2, 1000
VALUES = [None, 0, 1, -1, 50, 100, 333, -667, LARGEST * 100, -LARGEST * 100]
FORMULAS, CASES = 120, 20  # 2,400 cases of values that were never seen before


def amount(random: Random, depth: int) -> str:
    if not depth or not random.randrange(6):
        return random.choice([*NUMBERS, *NUMBERS, "2", "1/3", "0.25", "80%", "0"])
    a, b = amount(random, depth - 1), amount(random, depth - 1)
    return random.choice(
        [
            f"({a} + {b})",
            f"({a} - {b})",
            f"({a} * {random.choice(NUMBERS)})",
            f"({a} / {random.choice(NUMBERS)})",
            f"min({a}, {b})",
            f"max({a}, {b})",
            f"abs({a})",
            f"-{a}",
            f"floor({a})",
            f"ceil({a})",
            f"round({a}, {random.randrange(3)})",
            f"clamp({a}, -2, 1/3)",
            f"(if {flag(random, depth - 1)} then {a} else {b})",
            f"count_true({flag(random, depth - 1)}, p)",
        ]
    )


def flag(random: Random, depth: int) -> str:
    if not depth:
        return random.choice([*FLAGS, "undetermined", "true"])
    a, b = amount(random, depth - 1), amount(random, depth - 1)
    f, g = flag(random, depth - 1), flag(random, depth - 1)
    sign = random.choice(["=", "!=", "<", "<=", ">", ">="])
    return random.choice(
        [
            f"{a} {sign} {b}",
            f"{a} {sign} {b}",
            f"({f} and {g})",
            f"({f} or {g})",
            f"not ({f})",
            f"known({a})",
            f"(if {f} then {g} else p)",
            f"{a} in [1, 80%, 0.5]",
        ]
    )


class Exact:
    """The language over fractions: the meaning, written a second time."""

    def __init__(self, env: dict[str, object], rounding: str) -> None:
        self.env, self.rounding = env, rounding

    def __call__(self, node: Node) -> object:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name):
            return {"true": True, "undetermined": None}.get(node.name, self.env.get(node.name))
        assert isinstance(node, Call)
        if node.name == "in":
            found = self(node.args[0])
            return None if found is None else found in [self(i) for i in node.args[1:]]
        args = [self(a) for a in node.args]
        special = getattr(self, f"_{node.name}", None)
        if special:
            return special(*args)
        return None if None in args else PLAIN[node.name](*args)

    def _and(self, a, b):
        return False if a is False or b is False else None if None in (a, b) else True

    def _or(self, a, b):
        return True if a is True or b is True else None if None in (a, b) else False

    def _if(self, c, a, b):
        return None if c is None else a if c else b

    def _known(self, a):
        return a is not None

    def _div(self, a, b):
        return None if a is None or not b else a / b

    def _round(self, a, places):
        return None if a is None else to_places(a, int(places), self.rounding)


def to_places(value: Fraction, places: int, mode: str) -> Fraction:
    scaled = value * 10**places
    down = scaled.__floor__()
    rest = scaled - down
    up = {
        "floor": False,
        "ceil": rest > 0,
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2),
        "half_up": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0),
    }[mode]
    return Fraction(down + bool(up), 10**places)


PLAIN = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "neg": lambda a: -a,
    "abs": abs,
    "min": min,
    "max": max,
    "not": lambda a: not a,
    "floor": lambda a: Fraction(a.__floor__()),
    "ceil": lambda a: Fraction(a.__ceil__()),
    "clamp": lambda x, low, high: min(max(x, low), high),
    "count_true": lambda *flags: Fraction(sum(flags)),
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def compiled(formulas: dict[str, str], rounding: str):
    """The plan of the formulas that cannot overflow."""
    quantities = {n: Compute(formula=f, unit="share") for n, f in formulas.items()}
    while True:
        pack = Pack(
            id="x",
            title="x",
            in_force=Span(),
            documents=(Document(id="d", title="d"),),
            numeric=Numeric(scale=SCALE, rounding=rounding, largest=str(LARGEST), rows="10"),
            attributes={n: Attribute(kind="number") for n in NUMBERS}
            | {n: Attribute(kind="flag") for n in FLAGS},
            quantities=quantities,
        )
        answer = refused(pack)
        if not isinstance(answer, Refusal):
            return answer
        assert {p.code for p in answer.problems} <= {"PLAN-OVERFLOW", "FORM-ZERO"}, answer
        wrong = " ".join(p.found for p in answer.problems)
        quantities = {
            n: q
            for n, q in quantities.items()
            if f"quantities.{n}." not in wrong and f"quantities.{n}）" not in wrong
        }


def refused(pack: Pack):
    try:
        return compile_pack(pack, Asked(period="2017", as_of=date(2017, 6, 30)))
    except Refusal as refusal:
        return refusal


@pytest.mark.slow
@generated(8)
@given(seed=st.integers(0, 2**32))
def test_formulas_are_exact_and_within_their_bounds(seed):
    random = Random(seed)
    rounding = random.choice(["half_up", "half_even", "floor", "ceil"])
    texts = {f"n{i}": (amount if i % 2 else flag)(random, 3) for i in range(FORMULAS)}
    plan = compiled(texts, rounding)
    assert len(plan.nodes) > FORMULAS // 2
    for _ in range(CASES):
        cells = {n: random.choice([*VALUES, random.randint(-2000, 2000)]) for n in NUMBERS}
        cells |= {n: random.choice([True, False, None]) for n in FLAGS}
        meant = {
            n: None if v is None else Fraction(v, 10**SCALE) if n in NUMBERS else v
            for n, v in cells.items()
        }
        exact = Exact(meant, rounding)
        for node in plan.nodes:
            expected = exact(parse(texts[node.name]))
            assert value_of(node, cells) == expected, (texts[node.name], cells)


def value_of(node, cells):
    """What the plan makes of the formula, as a fraction or flag; never beyond its bounds."""
    typed = node.typed
    found = function(node.expr)(cells, {})
    if typed.kind == "flag" or found is None:
        return found
    assert abs(found) <= typed.most
    if typed.kind == "number":
        return Fraction(found, 10**typed.scale)
    below = function(node.below)(cells, {})
    assert below is None or 0 <= below <= typed.most_below
    return Fraction(found, below) if below else None


@pytest.mark.parametrize("mode", ["half_up", "half_even", "floor", "ceil"])
def test_roundings_are_those_of_fractions(mode):
    random = Random(mode)
    plain = {
        "half_up": half_up,
        "half_even": half_even,
        "floor": lambda a, b: a // b,
        "ceil": lambda a, b: -(-a // b),
    }
    edges = [0, 1, 2**53 - 1, 2**53, 2**53 + 1, 2**59, 2**59 + 1]
    for _ in range(5000):
        a = random.choice(
            [*edges, random.randint(0, 300), random.randint(0, 2**59)]
        ) * random.choice([1, -1])
        b = random.choice([1, 2, 3, 7, 10, 100, 2**53 + 1, random.randint(1, 300)])
        assert plain[mode](a, b) == to_places(Fraction(a, b), 0, mode)
