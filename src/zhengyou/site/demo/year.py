"""Makes up a year of visits with realistic volumes: few busy windows, many small ones, weekdays, seasons, holidays."""

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zhengyou.instruments.ratings.enums import Channel, Display
from zhengyou.kernel import clock
from zhengyou.registry.services.enums import Family
from zhengyou.site.demo import comments, names, stories
from zhengyou.site.demo.calendars import Days, office_moment
from zhengyou.site.demo.identities import SEED, dice
from zhengyou.site.demo.staff import SHOWN
from zhengyou.site.demo.visits import Opinion, Visit
from zhengyou.site.demo.windows import Counter

CASES = 77_000
SCANS = 7_000
"""Visits that left a rating by the window's standing code, without a case."""
DAYS = 365

WEEKDAY = (1.18, 1.06, 0.98, 0.95, 1.05, 0.62, 0.5)
MONTH = (1.05, 0.78, 1.15, 1.05, 0.98, 1.0, 0.95, 0.97, 1.2, 0.88, 1.06, 1.02)

THRESHOLDS = (0.0055, 0.024, 0.085, 0.33)
"""Shares of ratings at most level 1, 2, 3 and 4 at an ordinary window (差评 2 to 4 in a hundred)."""

FAMILY = {
    Family.LICENCE: -0.15,
    Family.MEDICAL: -0.4,
    Family.TRANSIT: -0.2,
    Family.UTILITY: -0.15,
    Family.FINANCE: 0.1,
    Family.CONSULTATION: 0.25,
    Family.AGENCY: 0.45,
    Family.UNION: 0.35,
    Family.BENEFIT: 0.1,
}
"""How much easier or harder it is to please with items of a family: what a fair comparison takes out."""

UNIT = {"hospital": -0.45, "waterworks": -0.5, "housing": -0.35, "exit-entry": 0.55, "service-centre": 0.4, "tax": 0.3}
"""Units that are clearly better or worse than chance would make them."""

LATELY = dt.timedelta(days=9)
TROUBLED = 0.04
"""In the last days so many visitors of the unit that is shown first are content with nothing: its staff have work."""

FORCED = ("bus", 0)
"""The window at which praise is demanded: nothing but top marks, all given at its terminal within minutes."""

STUFFED, STUFFING = "housing", 42
"""A unit whose first window got so many fives with the same words on one day of the last quarter."""

ALL_FIVES = {("school-5", 0), ("water", 0), ("forestry", 0), ("centre-17", 3)}
"""Small windows without a single mark below the top: fewer ratings, not better service."""


@dataclass
class Maker:
    """Draws the visits of one county."""

    counters: list[Counter]
    days: Days
    now: dt.datetime
    scale: float
    chance: random.Random = field(default_factory=lambda: dice("visits"))
    people: list[str] = field(default_factory=lambda: list(names.people()))

    def visits(self) -> list[Visit]:
        """Return all visits from a year ago until now, in no particular order."""
        first = clock.local(self.now).date() - dt.timedelta(days=DAYS)
        dates = [first + dt.timedelta(days=number) for number in range(DAYS + 1)]
        made: list[Visit] = []
        for total, scans in ((CASES, False), (SCANS, True)):
            numbers = self._numbers(dates, total * self.scale)
            for place, counter in enumerate(self.counters):
                mood = self._mood(counter, place)
                for row, day in enumerate(dates):
                    for _visitor in range(int(numbers[place][row])):
                        made += self._scan(counter, mood, day) if scans else self._case(counter, mood, day)
        return made + list(self._stuffed())

    def _numbers(self, dates: list[dt.date], total: float) -> NDArray[np.int64]:
        """Return how many visitors come to each window on each day, shape (windows, days)."""
        drawn = np.random.default_rng(SEED + int(total))
        busy = np.array([one.unit.volume / one.unit.windows for one in self.counters])
        busy *= drawn.lognormal(0.0, 0.55, len(busy))
        on_workdays = np.array([self._season(day) * self.days.worked(day) for day in dates])
        on_all_days = np.array([self._season(day) for day in dates])
        daily = np.array([one.unit.every_day for one in self.counters])
        expected = busy[:, None] * np.where(daily[:, None], on_all_days, on_workdays)
        numbers: NDArray[np.int64] = drawn.poisson(expected * total / expected.sum())
        return numbers

    def _season(self, day: dt.date) -> float:
        return MONTH[day.month - 1] * WEEKDAY[0 if self.days.worked(day) and day.weekday() > 4 else day.weekday()]

    def _mood(self, counter: Counter, place: int) -> float:
        """Return how well this window is liked beside an ordinary one, in log odds."""
        unit = counter.unit
        key = (unit.key, counter.window.order_number - 1)
        if key == FORCED or key in ALL_FIVES:
            return 9.0
        own = dice(f"mood {unit.key} {place}").gauss(0, 0.3)
        return own + UNIT.get(unit.key, dice(f"mood {unit.key}").gauss(0, 0.28))

    def _case(self, counter: Counter, mood: float, day: dt.date) -> Iterator[Visit]:
        accepted_at = office_moment(day, self.chance, clock.SHANGHAI)
        if accepted_at >= self.now:
            return
        offer = self.chance.choice(counter.offers)
        visit = Visit(counter, accepted_at, offer)
        promised = offer.version.promise_amount
        if promised:
            visit.name = self.chance.choice(self.people)
            visit.phone = f"1000000{self.chance.randint(0, 9999):04d}"
            self._work_on(visit, promised)
        else:
            visit.done_at = accepted_at + dt.timedelta(seconds=int(60 + self.chance.expovariate(1 / 640) % 5400))
        if visit.done_at and visit.done_at >= self.now:
            visit.done_at = None
        liking = mood + FAMILY.get(Family(offer.item.family), 0.0)
        if promised and self.chance.random() < 0.2:
            visit.on_acceptance = self._opinion(visit, accepted_at, liking)
        if visit.done_at and self.chance.random() < 0.63:
            late = bool(promised) and visit.done_at.date() > self.days.after(accepted_at.date(), promised or 0)
            visit.on_completion = self._opinion(visit, visit.done_at, liking - 1.1 * late)
        yield visit

    def _work_on(self, visit: Visit, promised: int) -> None:
        """Let a promised case be handled and done: mostly well in time, now and then late, seldom taken back."""
        chance = self.chance
        taken = max(1, math.ceil(promised * chance.betavariate(2.2, 2.6)))
        if chance.random() < 0.035:
            taken = promised + chance.randint(1, 4)
        begun = self.days.from_(visit.accepted_at.date() + dt.timedelta(days=1))
        done = self.days.after(visit.accepted_at.date(), taken)
        handled_at = office_moment(begun, chance, clock.SHANGHAI).replace(hour=9, minute=chance.randint(1, 30))
        if taken > 2 and handled_at < self.now:
            visit.handled_at = handled_at
        ended = office_moment(done, chance, clock.SHANGHAI)
        if ended >= self.now or ended <= visit.accepted_at:
            return
        if chance.random() < 0.006:
            visit.withdrawn_at = ended
        else:
            visit.done_at = ended

    def _scan(self, counter: Counter, mood: float, day: dt.date) -> Iterator[Visit]:
        at = office_moment(day, self.chance, clock.SHANGHAI)
        if at < self.now:
            visit = Visit(counter, at)
            visit.on_completion = self._opinion(visit, at, mood - 0.25)
            yield visit

    def _stuffed(self) -> Iterator[Visit]:
        """Return the day on which somebody stuffed one window with praise: what the tests for manipulation find."""
        today = clock.local(self.now).date()
        quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
        day = self.days.from_(quarter - dt.timedelta(days=40))
        counter = next(one for one in self.counters if one.unit.key == STUFFED)
        for _rating in range(STUFFING):
            at = office_moment(day, self.chance, clock.SHANGHAI)
            said = Opinion(at, 5, Channel.WINDOW_QR, text=self.chance.choice(comments.STUFFED))
            said.read_at = at + dt.timedelta(days=1)
            yield Visit(counter, at, on_completion=said)

    def _opinion(self, visit: Visit, since: dt.datetime, liking: float) -> Opinion | None:
        """Return what the visitor says, at once or some days later; nothing where that would be later than now."""
        chance = self.chance
        forced = (visit.counter.unit.key, visit.counter.window.order_number - 1) == FORCED
        wait = dt.timedelta(seconds=chance.randint(40, 900))
        if visit.offer is not None and not forced and chance.random() < 0.3:
            wait = dt.timedelta(days=min(25, 1 + int(chance.expovariate(0.45))), seconds=chance.randint(40, 900))
        at = since + wait
        if at >= self.now:
            return None
        level = self._level(liking)
        if visit.counter.unit.key == SHOWN and at > self.now - LATELY and chance.random() < TROUBLED:
            level = 2
        opinion = Opinion(at, level, self._channel(visit, forced))
        self._say(opinion)
        if forced and chance.random() < 0.03:
            opinion.demanded = chance.choice(comments.DEMANDS)
        if opinion.is_bad:
            opinion.steps = stories.story(opinion, self.days, self.now, chance)
        return opinion

    def _level(self, liking: float) -> int:
        drawn = self.chance.random()
        for level, share in enumerate(THRESHOLDS, 1):
            odds = share / (1 - share) * math.exp(-liking)
            if drawn < odds / (1 + odds):
                return level
        return 5

    def _channel(self, visit: Visit, forced: bool) -> str:
        if visit.offer is None:
            return Channel.WINDOW_QR
        if forced:
            return Channel.TERMINAL
        return self.chance.choices((Channel.CODE, Channel.TERMINAL, Channel.SMS), (58, 30, 12))[0]

    def _say(self, opinion: Opinion) -> None:
        """Add tags, words and a name to an opinion; the discontented say more."""
        chance = self.chance
        if opinion.is_bad:
            grievance = chance.choice(comments.GRIEVANCES)
            opinion.tags = (grievance.bad if opinion.level == 2 else grievance.very_bad,)
            if chance.random() < 0.72:
                opinion.text = chance.choice(grievance.texts)
        else:
            known = {5: 8, 4: 7, 3: 8}[opinion.level]
            ticked = chance.choices((0, 1, 2), (45, 40, 15))[0]
            opinion.tags = tuple(
                f"{opinion.level}{tag:02d}" for tag in sorted(chance.sample(range(1, known + 1), ticked))
            )
            if chance.random() < 0.07:
                opinion.text = chance.choice(comments.FAIR if opinion.level == 3 else comments.PRAISE)
        if opinion.text and chance.random() < 0.06:
            opinion.display, opinion.name = Display.MASKED, chance.choice(self.people)
            opinion.phone = ""  # who left a number is called back: those stories are written by the verbs (`loop`)
        if opinion.text:
            self._read(opinion)

    def _read(self, opinion: Opinion) -> None:
        """Let the office read the words within some working days, and withhold a few."""
        day = self.days.after(opinion.day, self.chance.randint(1, 4))
        read_at = office_moment(day, self.chance, clock.SHANGHAI)
        if read_at < self.now:
            opinion.read_at, opinion.shown = read_at, self.chance.random() > 0.06
