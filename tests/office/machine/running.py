"""One play after the other, counted; what is found is told again as shortly as it can be."""

from collections import Counter
from time import monotonic

import pytest

from tests.office.machine import judges
from tests.office.machine.judges import wrongs
from tests.office.machine.office import DONE
from tests.office.machine.plays import OfficePlay


class Tally:
    """How many plays and acts, which moves, and what was found."""

    def __init__(self, ground, *, steps):
        self.ground, self.steps = ground, steps
        self.plays = self.acts = self.done = 0
        self.made, self.refused, self.found, self.courses = Counter(), Counter(), {}, set()
        self._began = monotonic()

    def play(self, seed):
        """Play a seed; returns what is wrong afterwards, with the acts that led there."""
        table = self.ground.table(seed)
        with self.ground.playing(table) as office:
            OfficePlay(seed, office=office, steps=self.steps)
            found = wrongs(office)
        self.plays += 1
        self.acts += len(office.done)
        self.done += sum(status in DONE for _, status in office.done)
        self.courses.add((table.course.digest, table.course.procedure))
        for act, status in office.done:
            if status in DONE:
                self.made[act.move or act.kind] += 1
        self.refused += office.refused
        if found:
            self.found[seed] = found
            return found, [act for act, _ in office.done]
        return None

    def told(self, seed, found):
        """Return the seed, what is wrong, and the shortest sequence that still leads to it."""
        wrong, acts = found
        acts = shortest(acts, lambda some: _kind(wrong[0]) in map(_kind, self._again(seed, some)))
        lines = [f"seed {seed}: {len(wrong)} wrong", *(f"  {one}" for one in wrong[:5])]
        lines += [f"  in {len(acts)} acts:", *(f"    {_told(act)}" for act in acts)]
        return "\n".join(lines)

    def _again(self, seed, acts):
        with self.ground.playing(self.ground.table(seed)) as office:
            for act in acts:
                office.do(act)
            return wrongs(office)

    def line(self, seed):
        """Return how far the plays have come."""
        took = monotonic() - self._began
        return (
            f"{self.plays} plays to seed {seed}, {self.acts} acts ({self.done} done), "
            f"{len(self.courses)} courses, {len(self.found)} found, "
            f"{took / self.plays:.2f} s a play"
        )

    def moves(self):
        """Return what was done how often."""
        done = ", ".join(f"{move} {times}" for move, times in self.made.most_common())
        refused = ", ".join(
            f"{move} {code} {times}" for (move, code), times in self.refused.most_common(40)
        )
        return f"done: {done}\nrefused: {refused}"


def plays_until(ground, fault, *, seeds, steps):
    """Play with a fault until its judge finds it; returns (plays, acts, the sentence or none)."""
    plays = acts = 0
    for seed in seeds:
        with ground.playing(ground.table(seed)) as office, pytest.MonkeyPatch.context() as patch:
            fault.broken(patch)
            OfficePlay(seed, office=office, steps=steps)
            found = list(getattr(judges, fault.judge)(office))
        plays, acts = plays + 1, acts + len(office.done)
        if found:
            return plays, acts, found[0]
    return plays, acts, ""


def shortest(acts, is_wrong):
    """Return acts of which none can be left out; big parts are tried first."""
    size = max(len(acts) // 2, 1)
    while size:
        at = 0
        while at < len(acts):
            without = acts[:at] + acts[at + size :]
            if without and is_wrong(without):
                acts = without
            else:
                at += size
        size //= 2
    return acts


def _kind(wrong):
    """What is wrong, without the numbers that change when acts are left out."""
    return "".join(c for c in wrong if not c.isdigit())


def _told(act):
    where = f" #{act.matter}" if act.matter >= 0 else ""
    own = " (own)" if act.own else ""
    return f"{act.on} {act.who} {act.kind}{where} {act.move}{own} {dict(act.given)}"
