"""Writes a specification of visits in bulk: exactly the rows that the verbs and the jobs of each night would leave."""

import datetime as dt
import random
from collections import Counter as Count
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhengyou.instruments.ratings import policy, queries, spending
from zhengyou.instruments.ratings.enums import Stage, TextState
from zhengyou.instruments.ratings.enums import State as InvitationState
from zhengyou.instruments.ratings.models import DayTally, Invitation, PraiseReport, Rating, Release, TagSet
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.records.seal import cipher
from zhengyou.registry.services import promises
from zhengyou.registry.services.enums import Channel as CaseChannel
from zhengyou.registry.services.enums import State as CaseState
from zhengyou.registry.services.models import Case, Window
from zhengyou.site.demo.calendars import DAY
from zhengyou.site.demo.clocks import Clocks, Running, Subject
from zhengyou.site.demo.copying import Courier, Rows
from zhengyou.site.demo.identities import code, dated_text, dice, random_id, random_text
from zhengyou.site.demo.ledgering import Ledger
from zhengyou.site.demo.orders import Orders
from zhengyou.site.demo.visits import Opinion, Visit
from zhengyou.site.demo.windows import Counter

CASE = (
    "id", "number", "external_number", "body", "window", "item", "version", "handler", "integration", "channel",
    "state", "applicant_name", "applicant_phone", "accepted_at", "clock", "done_at",
)  # fmt: skip
INVITATION = (
    "id", "code", "case", "service_number", "stage", "window", "body", "state", "made_on", "expires_on",
)  # fmt: skip
RATING = (
    "id", "spent", "handler", "window", "body", "item", "family", "channel", "stage", "level", "tag_set", "tags", "text",
    "text_state", "display", "contact_name", "contact_phone", "day", "assisted", "receipt_digest", "dispatched_on",
    "order",
)  # fmt: skip
VALID = dt.timedelta(days=policy.VALID_DAYS + 1)
INVITED, RATED, EXPIRED = (
    one.value for one in (InvitationState.INVITED, InvitationState.RATED, InvitationState.EXPIRED)
)

TALLY = ("window", "body", "family", "channel", "day", "level", "count")


HANDED_ON = 4000
"""Visits after which what they left is handed to the courier."""


@dataclass
class Writer:
    """Writes visits; ``office`` is the hat under which the campaign office reads words and verifies orders."""

    now: dt.datetime
    office: Actor
    orders: Orders
    clocks: Clocks
    ledger: Ledger
    chance: random.Random = field(default_factory=lambda: dice("bulk"))
    cases: Rows = field(default_factory=lambda: Rows(Case, CASE))
    invitations: Rows = field(default_factory=lambda: Rows(Invitation, INVITATION))
    ratings: Rows = field(default_factory=lambda: Rows(Rating, RATING))
    reports: list[PraiseReport] = field(default_factory=list)
    tallies: Count[tuple[int, int, str, str, dt.date, int]] = field(default_factory=Count)
    clerks: dict[int, Actor] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    tag_sets: dict[dt.date, TagSet | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.today = clock.local(self.now).date()

    def write(self, visits: Iterable[Visit]) -> None:
        """Write all visits with everything that follows from them."""
        courier, visits = Courier(), sorted(visits, key=lambda one: one.accepted_at)
        self._ask_beforehand(visits)
        with courier.at_work():
            for number, visit in enumerate(visits, 1):
                if visit.offer is None:
                    if visit.on_completion:
                        self._rate(visit, visit.on_completion, Stage.VISIT, None)
                else:
                    self._case(visit)
                if number % HANDED_ON == 0:
                    self._hand_to(courier)
            self._hand_to(courier)
            self._tallies().hand_to(courier)
            self._released().hand_to(courier)
            PraiseReport.objects.bulk_create(self.reports)

    def _ask_beforehand(self, visits: Iterable[Visit]) -> None:
        """Ask the database what the rows of ``visits`` need: while rows are on their way, every question waits for them."""
        for visit in visits:
            for opinion in filter(None, (visit.on_acceptance, visit.on_completion)):
                if self._tag_set(opinion.day) and opinion.is_bad:
                    self.orders.text_of(self._rating(visit, opinion, None), opinion)

    def _hand_to(self, courier: Courier) -> None:
        self.clocks.hand_to(courier)
        self.orders.hand_to(courier)
        for rows in (self.cases, self.invitations, self.ratings, self.ledger.rows):
            rows.hand_to(courier)

    def _clerk(self, counter: Counter) -> Actor:
        key = id(counter)
        if key not in self.clerks:
            self.clerks[key] = counter.clerk.actor
        return self.clerks[key]

    def _label(self, window: Window) -> str:
        if window.pk not in self.labels:
            self.labels[window.pk] = str(window)
        return self.labels[window.pk]

    def _case(self, visit: Visit) -> None:
        """Write a case with its invitations, ratings and events."""
        assert visit.offer is not None  # noqa: S101 -- the caller looked
        offer, window = visit.offer, visit.counter.window
        key, number = dated_text(int(visit.accepted_at.timestamp() * 1000), self.chance), code(12, self.chance)
        running = self._start_clock(visit, key, number)
        self.cases.add(
            key, number, "", window.body_id, window.pk, offer.item.pk, offer.version.pk, visit.counter.clerk.appointment.pk,
            None, CaseChannel.DESK.value, _state(visit),
            cipher.seal(visit.name, "services.case.applicant_name"),
            cipher.seal(visit.phone, "services.case.applicant_phone"),
            visit.accepted_at, running and running.id, visit.done_at,
        )  # fmt: skip
        told = ("services.case", key, number, self._clerk(visit.counter))
        self.ledger.did("services.register_case", *told, visit.accepted_at)
        if running:
            self._invite(visit, key, 1, Stage.ACCEPT, visit.accepted_at, visit.on_acceptance)
        self._work(visit, told)
        if visit.done_at and not visit.withdrawn_at:
            self._invite(visit, key, 2 if running else 1, Stage.DONE, visit.done_at, visit.on_completion)

    def _work(self, visit: Visit, told: tuple[str, str, str, Actor]) -> None:
        """Note how the case was worked on: taken up, and withdrawn or closed."""
        before, did = CaseState.ACCEPTED.value, self.ledger.did
        if visit.handled_at:
            after = CaseState.HANDLING.value
            did("services.handle", *told, visit.handled_at, fields="{state}", source=before, target=after)
            before = after
        if visit.withdrawn_at:
            after = CaseState.WITHDRAWN.value
            did("services.withdraw", *told, visit.withdrawn_at, fields="{state}", source=before, target=after)
        elif visit.done_at:
            after = CaseState.DONE.value
            did("services.close", *told, visit.done_at, fields="{done_at,state}", source=before, target=after)

    def _start_clock(self, visit: Visit, key: str, number: str) -> Running | None:
        """Let the promise run from acceptance to the end of the case, or until now."""
        assert visit.offer is not None  # noqa: S101 -- the caller looked
        term = promises.promised(visit.offer.version)
        if term is None:
            return None
        clerk, body = self._clerk(visit.counter), visit.counter.window.body
        subject = Subject("services.case", key, f"{visit.offer.item.name} · {number}")
        running = self.clocks.start(subject, promises.RULE, body, visit.accepted_at, clerk, promised=term)
        until = visit.withdrawn_at or visit.done_at
        verb = "void" if visit.withdrawn_at else "meet" if visit.done_at else ""
        self.clocks.run(running, until or self.now, clerk, verb)
        return running

    def _invite(
        self, visit: Visit, case: str, service: int, stage: str, at: dt.datetime, opinion: Opinion | None
    ) -> None:
        """Write the invitation for one step, and the rating if there was one."""
        key, window = dated_text(int(at.timestamp() * 1000), self.chance), visit.counter.window
        made_on = at.date()
        expires_on = made_on + VALID
        state = RATED if opinion else INVITED
        if opinion is None and expires_on <= self.today:
            state = EXPIRED
        self.invitations.lines.append(
            f"{key}\t{code(10, self.chance)}\t{case}\t{service}\t{stage}\t{window.pk}\t{window.body_id}\t{state}\t"
            f"{made_on.isoformat()}\t{expires_on.isoformat()}"
        )
        self.ledger.did("ratings.mint", "ratings.invitation", key, self._label(window), self._clerk(visit.counter), at)
        if opinion:
            self._rate(visit, opinion, stage, key)

    def _rate(self, visit: Visit, opinion: Opinion, stage: str, invitation: str | None) -> None:
        """Write a rating, count it, and let a bad one of a past day open its order."""
        window, day = visit.counter.window, opinion.day
        item = visit.offer.item if visit.offer else None
        key, tag_set = random_text(self.chance), self._tag_set(day)
        state = TextState.PENDING if opinion.text else TextState.NONE
        if opinion.read_at:
            state = TextState.SHOWN if opinion.shown else TextState.HIDDEN
        dispatched_on = day + DAY if opinion.is_bad and day < self.today else None
        family = item.family if item else ""
        order = self._order(visit, opinion, key, dispatched_on) if dispatched_on else None
        self.ratings.add(
            key, spending.mark(invitation) if invitation else None, visit.counter.clerk.appointment.pk if invitation else None,
            window.pk, window.body_id, item.pk if item else None, family, opinion.channel, stage,
            opinion.level, tag_set.pk if tag_set else None, opinion.tags, opinion.text, state, opinion.display,
            cipher.seal(opinion.name, "ratings.rating.contact_name"),
            cipher.seal(opinion.phone, "ratings.rating.contact_phone"),
            day, False, f"{self.chance.getrandbits(256):064x}", dispatched_on, order,
        )  # fmt: skip
        self.tallies[window.pk, window.body_id, family, opinion.channel, day, opinion.level] += 1
        self._note(opinion, key, self._label(window), dispatched_on)
        if opinion.demanded:
            self._report(visit.counter, opinion)

    def _order(self, visit: Visit, opinion: Opinion, key: str, on: dt.date) -> str:
        """Open the order of a bad rating; return its key."""
        return self.orders.open(self._rating(visit, opinion, key), opinion, on)

    def _rating(self, visit: Visit, opinion: Opinion, key: str | None) -> Rating:
        window = visit.counter.window
        return Rating(
            id=key, window=window, body=window.body, level=opinion.level, tag_set=self._tag_set(opinion.day),
            tags=list(opinion.tags), text=opinion.text,
        )  # fmt: skip

    def _tag_set(self, day: dt.date) -> TagSet | None:
        if day not in self.tag_sets:
            self.tag_sets[day] = queries.tag_set_on(day)
        return self.tag_sets[day]

    def _note(self, opinion: Opinion, key: str, label: str, dispatched_on: dt.date | None) -> None:
        told = ("ratings.rating", key, label)
        self.ledger.public_did("ratings.rate", *told, opinion.day)
        if opinion.read_at:
            read = {"fields": "{text_state}", "target": TextState.SHOWN if opinion.shown else TextState.HIDDEN}
            self.ledger.did("ratings.review_text", *told, self.office, opinion.read_at, **read)
        if dispatched_on:
            night = clock.midnight(dispatched_on) + dt.timedelta(minutes=10)
            self.ledger.system_did("ratings.dispatch", *told, night, fields="{dispatched_on,order}")

    def _report(self, counter: Counter, opinion: Opinion) -> None:
        """Write the confidential report that praise was demanded."""
        key = random_id(self.chance)
        window = counter.window
        self.reports.append(
            PraiseReport(id=key, window=window, body_id=window.body_id, day=opinion.day, text=opinion.demanded)
        )
        told = ("ratings.praisereport", str(key), str(window))
        self.ledger.public_did("ratings.report_praise_demand", *told, opinion.day)

    def _tallies(self) -> Rows:
        rows = Rows(DayTally, TALLY)
        for (window, body, family, channel, day, level), count in self.tallies.items():
            rows.add(window, body, family, channel, day, level, count)
        return rows

    def _released(self) -> Rows:
        """Return the release of each window's days as the nights' job would have done, see `ratings.actions.release`."""
        days: Count[tuple[int, dt.date]] = Count()
        months: Count[tuple[int, int, int]] = Count()
        for (window, _body, _family, _channel, day, _level), count in self.tallies.items():
            days[window, day] += count
            months[window, day.year, day.month] += count
        rows = Rows(Release, ("window", "day", "released_on"))
        for (window, day), count in days.items():
            on = day + dt.timedelta(days=policy.HOLD_DAYS)
            if count >= policy.BATCH:
                on = day + DAY
            elif months[window, day.year, day.month] >= policy.BATCH:
                on = min(on, (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1))
            if on <= self.today:
                rows.add(window, day, on)
        return rows


def _state(visit: Visit) -> str:
    """Return where the case of ``visit`` stands now."""
    if visit.withdrawn_at:
        return CaseState.WITHDRAWN.value
    if visit.done_at:
        return CaseState.DONE.value
    return (CaseState.HANDLING if visit.handled_at else CaseState.ACCEPTED).value
