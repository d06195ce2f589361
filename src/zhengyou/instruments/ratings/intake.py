"""The one intake of ratings: counts many at once or one, in a single transaction, for Django's pages and for the gate.

Each step is one statement over all submissions (``insert … select unnest``), so that a hundred ratings cost little
more than one. Rows are locked and written in the order of their keys, so that two intakes never wait in a circle.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import answers, policy, queries, spending, sums
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Display, Stage, State, TextState
from zhengyou.instruments.ratings.machine import MOVES
from zhengyou.instruments.ratings.models import PraiseReport, Rating, Release, TagSet
from zhengyou.kernel import clock, ids, moves
from zhengyou.kernel.arrays import array
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records.ledger.actions import record_public
from zhengyou.records.ledger.queries import kind_of
from zhengyou.records.seal.fields import SealedTextField


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One rating as it came in: by the ``code`` of an invitation, or as a visit at the window with this key."""

    answer: Answer
    code: str = ""
    window: int = 0
    channel: str
    assisted: bool = False
    given_on: dt.date | None = None
    """The day on which it was given, where another system took it: it counts on that day (`_own_days`)."""
    elsewhere: uuid.UUID | None = None
    """What stands for the invitation where a case is known to another system only; a visit without a case has none."""
    place: "Place | None" = None
    """Where and for what it was, where neither code nor window tells."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A rating that was counted: its id, and the receipt code that only its rater gets."""

    id: uuid.UUID
    receipt: str


Outcome = Counted | Refused


class Place(NamedTuple):
    """What a rating is given to: the invitation where there is one, and where and for what the service was."""

    invitation: uuid.UUID | None
    code: str
    state: str
    expires_on: dt.date | None
    stage: str
    item: Any
    family: str
    window: int
    label: str
    body: int
    closed_on: dt.date | None
    handler: int | None = None
    ticket: uuid.UUID | None = None


@dataclass(slots=True)
class Accepted:
    """A submission that will be written, with its place."""

    at: int
    given: Submission
    place: Place
    day: dt.date | None = None
    """On which day it counts, where that is not today."""
    counted: Counted = field(default_factory=lambda: Counted(ids.random_id(), ids.short_code(12)))


@transaction.atomic
def take(submissions: Sequence[Submission]) -> list[Outcome]:
    """Count ``submissions`` in one transaction and return what became of each, in their order.

    Of several with the same code the first is counted. A refused one changes nothing and hinders no other.
    """
    today = clock.today()
    outcomes: list[Outcome | None] = [_fault(one) for one in submissions]
    good = [at for at, outcome in enumerate(outcomes) if outcome is None]
    invited = _invitations({submissions[at].code for at in good if submissions[at].code})
    invited = {**invited, **_tickets({submissions[at].code for at in good} - {"", *invited})}
    visited = _windows(
        {submissions[at].window for at in good if not submissions[at].code and not submissions[at].place}
    )
    accepted: list[Accepted] = []
    used: set[str] = set()
    for at in good:
        given = submissions[at]
        place = given.place or (invited.get(given.code) if given.code else visited.get(given.window))
        refusal = _refusal(given, place, today, used)
        if refusal is not None or place is None:
            outcomes[at] = refusal
            continue
        used.add(given.code)
        accepted.append(Accepted(at, replace(given, channel=Channel.TICKET) if place.ticket else given, place))
    if accepted:
        late = _own_days(accepted, today)
        _write(accepted, today)
        sums.sum_anew(late)
    for one in accepted:
        outcomes[one.at] = one.counted
    return [outcome for outcome in outcomes if outcome is not None]


def _own_days(accepted: Sequence[Accepted], today: dt.date) -> set[tuple[int, dt.date]]:
    """Let what other systems took count on its own day; return the bodies and days that are added to.

    Not on a day whose batch is shown already (`Release`): one more there would tell whose visit it was. That one counts
    today, and is shown with today's batch.
    """
    told = [one for one in accepted if one.given.given_on is not None and one.given.given_on < today]
    if not told:
        return set()
    sums.hold()
    days = {one.given.given_on for one in told if one.given.given_on is not None}
    shown = set(
        Release.objects.filter(window__in={one.place.window for one in told}, day__in=days).values_list("window", "day")
    )
    for one in told:
        if (one.place.window, one.given.given_on) not in shown:
            one.day = one.given.given_on
    return {(one.place.body, one.day) for one in told if one.day is not None}


def _fault(given: Submission) -> Refused | None:
    if wrong := answers.faults(given.answer):
        return Invalid(wrong)
    return None


def _refusal(given: Submission, place: Place | None, today: dt.date, used: set[str]) -> Refused | None:
    """Return why ``given`` cannot be counted, or nothing where it can."""
    if not given.code:
        if place is None or (place.closed_on is not None and place.closed_on <= today):
            return Refused(_("This window is closed."), code="closed")
        return None
    if place is None:
        return Refused(
            _("There is no such rating code. Please compare it with your slip."), field="code", code="unknown"
        )
    if place.state == State.RATED or given.code in used:
        return Conflict(
            _("This rating code has been used already; each case is rated once."), code="rated", field="code"
        )
    late = place.expires_on is None or place.expires_on <= (given.given_on or today)
    if late or (place.state == State.EXPIRED and given.given_on is None):
        return Conflict(_("This rating code has expired."), code="expired", field="code")
    return None


def _invitations(codes: set[str]) -> Mapping[str, Place]:
    """Lock the invitations of ``codes`` in the order of their keys and return them by code."""
    if not codes:
        return {}
    return {
        row.code: row
        for row in _places(
            "SELECT i.id, i.code, i.state, i.expires_on, i.stage, c.item_id, t.family, i.window_id,"
            " w.number || ' ' || w.name, i.body_id, w.closed_on, c.handler_id"
            " FROM ratings_invitation i JOIN services_case c ON c.id = i.case_id"
            " JOIN services_serviceitem t ON t.id = c.item_id JOIN services_window w ON w.id = i.window_id"
            " WHERE i.code = ANY(%s::text[]) ORDER BY i.id FOR UPDATE OF i",
            array(codes),
        )
    }


def _tickets(codes: set[str]) -> Mapping[str, Place]:
    """Lock the tickets of ``codes`` in the order of their keys and return them by code: visits without a case."""
    if not codes:
        return {}
    return {
        row.code: row
        for row in _places(
            "SELECT NULL::uuid, t.code, t.state, t.expires_on, %s, NULL, '', t.window_id, w.number || ' ' || w.name,"
            " t.body_id, w.closed_on, NULL, t.id FROM ratings_ticket t JOIN services_window w ON w.id = t.window_id"
            " WHERE t.code = ANY(%s::text[]) ORDER BY t.id FOR UPDATE OF t",
            str(Stage.VISIT),
            array(codes),
        )
    }


def _windows(keys: set[int]) -> Mapping[int, Place]:
    """Return the windows with ``keys`` as places of a visit without a case."""
    if not keys:
        return {}
    return {
        row.window: row
        for row in _places(
            "SELECT NULL::uuid, '', '', NULL::date, %s, NULL, '', w.id, w.number || ' ' || w.name, w.body_id,"
            " w.closed_on FROM services_window w WHERE w.id = ANY(%s::bigint[])",
            str(Stage.VISIT),
            array(keys),
        )
    }


def _places(statement: str, *parameters: Any) -> Iterable[Place]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Place(*row) for row in cursor.fetchall()]


def _write(accepted: Sequence[Accepted], today: dt.date) -> None:
    """Use the invitations, write ratings, counts, events and confidential reports."""
    used = [one.place.invitation for one in accepted if one.place.invitation]
    tickets = [one.place.ticket for one in accepted if one.place.ticket]
    # Not by `ledger.move`: an event on the invitation would tell whose case was rated on which day.
    target = str(moves.target_of(Rating, str(State.INVITED), "rate", MOVES))
    counts = Counter(
        (
            one.place.window,
            one.day or today,
            one.given.answer.level,
            one.given.channel,
            one.place.family,
            one.place.body,
        )
        for one in accepted
    )
    tallied = list(map(array, zip(*((*key, counts[key]) for key in sorted(counts)), strict=True)))
    written = columns(accepted, queries.tag_set_on(today), today)
    with connection.cursor() as cursor:  # four statements in one trip: whoever waits for the answer waits for trips
        cursor.execute(_USE + INSERT + ";" + _TALLY, [target, array(used), target, array(tickets), *written, *tallied])
    labels = [one.place.label for one in accepted]
    record_public("ratings.rate", kind_of(Rating), [one.counted.id for one in accepted], labels)
    _report([one for one in accepted if one.given.answer.praise_demanded], today)


_USE = """
UPDATE ratings_invitation SET state = %s WHERE id = ANY(%s::uuid[]);
UPDATE ratings_ticket SET state = %s WHERE id = ANY(%s::uuid[]);
"""
INSERT = """
INSERT INTO ratings_rating (id, spent, handler_id, window_id, body_id, item_id, family, channel, stage, level, tag_set_id,
    tags, text, text_state, display, shown_name, contact_name, contact_phone, day, taken_on, assisted, receipt_digest)
SELECT id, spent, handler, "window", body, item, family, channel, stage, level, %s, string_to_array(tags, ','), text,
    text_state, display, shown_name, contact_name, contact_phone, day, taken_on, assisted, digest
FROM unnest(%s::uuid[], %s::bytea[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[],
    %s::text[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[],
    %s::date[], %s::date[], %s::boolean[], %s::text[]) AS row (id, spent, handler, "window", body, item, family, channel, stage, level, tags, text, text_state,
    display, shown_name, contact_name, contact_phone, day, taken_on, assisted, digest)
"""
_TALLY = """
INSERT INTO ratings_daytally ("window_id", day, level, channel, family, body_id, count)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::smallint[], %s::text[], %s::text[], %s::bigint[], %s::integer[])
ON CONFLICT (window_id, day, level, channel, family) DO UPDATE SET count = ratings_daytally.count + excluded.count
"""


def columns(accepted: Sequence[Accepted], tag_set: TagSet | None, today: dt.date) -> list[Any]:
    """Return the parameters of `INSERT`: what all share, then a column of values for each field."""
    offered = {
        level: {tag.code for tag in tags} for level, tags in queries.tags_by_level(tag_set).items()
    }  # fmt: skip
    rows = [_row(one, offered[one.given.answer.level], today) for one in accepted]
    return [tag_set.pk if tag_set else None, *map(array, zip(*rows, strict=True))]


def _row(one: Accepted, offered: set[str], today: dt.date) -> tuple[Any, ...]:
    answer, place = one.given.answer, one.place
    tags = [code for code in dict.fromkeys(answer.tags) if code in offered][: policy.TAGS_AT_MOST]
    text = answer.text.strip()
    return (
        one.counted.id, _spent(place, one.given.elsewhere), place.handler, place.window, place.body, place.item, place.family, one.given.channel,
        place.stage, answer.level, ",".join(tags), text, _text_state(text, answer), answer.display,
        answer.contact_name.strip() if answer.display == Display.NAMED else "",
        _sealed("contact_name", answer.contact_name), _sealed("contact_phone", answer.contact_phone),
        one.day or today, today if one.day else None, one.given.assisted, queries.digest(one.counted.receipt),
    )  # fmt: skip


def _spent(place: Place, elsewhere: uuid.UUID | None) -> bytes | None:
    source = place.invitation or place.ticket or elsewhere
    return spending.mark(source) if source else None


_FIELDS = {name: cast("SealedTextField", Rating._meta.get_field(name)) for name in ("contact_name", "contact_phone")}


def _sealed(name: str, text: str) -> bytes:
    text = text.strip()
    return _FIELDS[name].get_db_prep_value(text, connection) if text else b""


def _text_state(text: str, answer: Answer) -> TextState:
    if not text:
        return TextState.NONE
    return TextState.PRIVATE if answer.keep_private else TextState.PENDING


def _report(accepted: Sequence[Accepted], today: dt.date) -> None:
    """File the confidential reports that praise was demanded; each points to its window and to nothing else."""
    if not accepted:
        return
    reports = PraiseReport.objects.bulk_create(
        PraiseReport(
            window_id=one.place.window, body_id=one.place.body, day=today, text=one.given.answer.praise_text.strip()
        )
        for one in accepted
    )
    record_public(
        "ratings.report_praise_demand",
        kind_of(PraiseReport),
        [report.pk for report in reports],
        [one.place.label for one in accepted],
    )


def visit(window: int, answer: Answer) -> Submission:
    """Return the submission of a visit without a case (一次一评), analysed apart from cases."""
    return Submission(answer=answer, window=window, channel=Channel.WINDOW_QR)
