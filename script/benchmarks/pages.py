"""Pages with ten thousand, a hundred thousand and a million cases.

    script/bench pages

Every page goes through the whole middleware. Its floor is measured with it, in turns: the page's
own statements, recorded and run again by the bare driver, and a page with nothing on it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import asking
import loading
import stories
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from measuring import Figure, Scale, percentile, seconds
from seeding import World

from aftercare.catalog.models import Unit
from aftercare.desk.models import Case
from aftercare.people.models import Organisation

DATABASE = True
MOST = 1.5


@dataclass
class Measured:
    """Milliseconds of one page, and of its statements alone."""

    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def figures(scale: Scale) -> Iterator[Figure]:
    """The pages at every size; the aim is about the largest beside the smallest."""
    logging.disable(logging.CRITICAL)
    asking.add_empty_page()
    now = timezone.now()
    world = World(stories.tell_a_life(now, quick=scale.quick), now)
    found: dict[str, list[float]] = {}
    for size in scale.sizes:
        yield Figure(f"filling up to {size:,} cases", seconds(lambda s=size: world.grow(s)), "s")  # type: ignore[misc]
        yield Figure(f"database with {size:,} cases", loading.size() / 1e9, "GB")
        bench = Pages(12 if scale.quick else 40)
        for name, measured in bench.measure().items():
            middle = percentile(measured.whole, 50)
            found.setdefault(name, []).append(middle)
            floor = percentile(measured.bare, 50) + percentile(bench.nothing, 50)
            yield Figure(f"{name}, {size:,} cases: p50", middle, "ms", floor=floor)
        yield Figure(f"empty page, {size:,} cases: p50", percentile(bench.nothing, 50), "ms")
    for name, middles in found.items():
        grown = middles[-1] / middles[0]
        aim = f"at most {MOST} × from {scale.sizes[0]:,} to {scale.sizes[-1]:,} cases"
        yield Figure(f"{name}: growth", grown, "×", aim=aim, kept=grown <= MOST)


class Pages:
    """The pages people look at all day, asked for by those who do."""

    def __init__(self, rounds: int) -> None:
        self.rounds, self.random = rounds, Random(7)  # noqa: S311  # to measure the same every time
        self.desk, self.manager = asking.signed_in("agent"), asking.signed_in("manager")
        self.nothing: list[float] = []
        self.last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def measure(self) -> dict[str, Measured]:
        """All pages in turns, so that whatever else the machine does falls on all of them."""
        asked = self._asked()
        found = {name: Measured() for name in asked}
        for number in range(-2, self.rounds):
            for name, (client, address) in asked.items():
                whole, bare = asking.once(client, address())
                if number >= 0:
                    found[name].whole.append(whole)
                    found[name].bare.append(bare)
            if number >= 0:
                self.nothing.append(seconds(lambda: asking.get(self.desk, asking.EMPTY)) * 1e3)
        return found

    def _asked(self) -> dict[str, tuple[Client, Callable[[], str]]]:
        board, find = reverse("desk:board"), reverse("desk:find")
        promises = reverse("insight:promises")

        def search(text: Callable[[], str]) -> tuple[Client, Callable[[], str]]:
            return self.desk, lambda: f"{find}?q={text()}"

        return {
            "board, first page": (self.desk, lambda: board),
            "board, this week": (self.desk, lambda: f"{board}?lane=week"),
            "board, not arranged": (self.desk, lambda: f"{board}?lane=unarranged"),
            "case page": (self.desk, lambda: reverse("desk:case", args=[self._case().number])),
            "intake search, part of a phone": search(lambda: self._customer().phone[3:9]),
            "intake search, Chinese": search(lambda: self._customer().name[2:5]),
            "intake search, pinyin initials": search(self._initials),
            "intake search, part of a serial": search(lambda: self._unit().serial[-6:]),
            "promises today": (self.manager, lambda: promises),
            "promises of 30 days": (self.manager, lambda: f"{promises}?range=month"),
        }

    def _case(self) -> Case:
        """Any case, open or closed, old or new."""
        key = self.random.randint(1, self.last)
        return Case.objects.only("number").filter(pk__gte=key).order_by("pk")[0]

    def _customer(self) -> Organisation:
        key = self.random.randint(1000, Organisation.objects.order_by("-pk")[0].pk)
        return Organisation.objects.filter(pk__gte=key).order_by("pk")[0]

    def _unit(self) -> Unit:
        key = self.random.randint(3000, Unit.objects.order_by("-pk")[0].pk)
        return Unit.objects.filter(pk__gte=key).order_by("pk")[0]

    def _initials(self) -> str:
        from aftercare.kit import sounds, tokens

        return sounds.readings(tokens.fold(self._customer().name))[0].initials[:4]
