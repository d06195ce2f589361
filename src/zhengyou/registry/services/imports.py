"""Cases from Excel: the form, what is wrong in a filled one, and taking it over, all or nothing."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.sheets import Fault, Field, ImportResult, Kind, Row, Template, read
from zhengyou.registry.access.queries import within
from zhengyou.registry.services import actions, policy, rules
from zhengyou.registry.services.enums import Channel
from zhengyou.registry.services.models import Case, ServiceItem, Window

TEMPLATE = Template(
    name="services.cases",
    title=_("Cases"),
    advice=(
        _("One case on each row. A day of completion finishes the case and invites its visitor to rate."),
        _("Window and item by their codes, as the pages of windows and items show them."),
    ),
    fields=(
        Field(key="external_number", title=_("Number in your own system"), kind=Kind.CODE, required=True, unique=True,
              longest=50, example="QH-2026-000123"),
        Field(key="window", title=_("Window code"), kind=Kind.CODE, required=True, longest=12, example="7K3M92QF"),
        Field(key="item", title=_("Code of the item"), kind=Kind.CODE, required=True, longest=40, example="000117001000"),
        Field(key="accepted_on", title=_("Accepted on"), kind=Kind.DATE, required=True, example="2026-05-06"),
        Field(key="done_on", title=_("Done on"), kind=Kind.DATE, example="2026-05-08"),
    ),
)  # fmt: skip
NOON = dt.time(12)
"""A row knows its day only; the case is told to have been accepted at noon."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a file refer to, read in three queries."""

    windows: dict[str, Window]
    items: dict[tuple[int, str], ServiceItem]
    numbers: frozenset[tuple[int, str]]


def _known(rows: Sequence[Row], actor: Actor) -> Known:
    codes = {str(row.values["window"]) for row in rows}
    windows = within(Window.objects.filter(code__in=codes).select_related("body"), actor, rules.IMPORT)
    by_code = {window.code: window for window in windows.prefetch_related("items")}
    items = {(window.pk, item.code): item for window in by_code.values() for item in window.items.all()}
    outside = [str(row.values["external_number"]) for row in rows]
    bodies = {window.body_id for window in by_code.values()}
    numbers = Case.objects.filter(body__in=bodies, external_number__in=outside)
    return Known(by_code, items, frozenset(numbers.values_list("body_id", "external_number")))


def examine(content: bytes, actor: Actor) -> ImportResult:
    """Return what a filled workbook holds, with every fault; nothing is stored."""
    return read(TEMPLATE, content, judge=lambda rows: _faults(rows, actor))


def _faults(rows: Sequence[Row], actor: Actor) -> Iterable[Fault]:
    known = _known(rows, actor)
    for row in rows:
        yield from _faults_of(row, known)


def _faults_of(row: Row, known: Known) -> Iterator[Fault]:
    window = known.windows.get(str(row.values["window"]))
    if window is None:
        yield Fault(row.number, "window", _("There is no window with this code in your scope."))
        return
    if (window.pk, str(row.values["item"])) not in known.items:
        yield Fault(row.number, "item", _("This window does not offer this item."))
    if (window.body_id, str(row.values["external_number"])) in known.numbers:
        yield Fault(row.number, "external_number", _("This number is registered already."))
    accepted, done = row.values["accepted_on"], row.values["done_on"]
    oldest = clock.today() - dt.timedelta(days=policy.BACKDATE_DAYS)
    for key, day in (("accepted_on", accepted), ("done_on", done)):
        if isinstance(day, dt.date) and not oldest <= day <= clock.today():
            yield Fault(row.number, key, _("This day lies in the future or too far back."))
    if isinstance(accepted, dt.date) and isinstance(done, dt.date) and done < accepted:
        yield Fault(row.number, "done_on", _("A case cannot be done before it was accepted."))


@transaction.atomic
def take_over(result: ImportResult, *, actor: Actor) -> int:
    """Register every row of a result without faults, through the verbs, and return how many."""
    rows = result.required_clean()
    known = _known(rows, actor)
    for row in rows:
        window = known.windows.get(str(row.values["window"]))
        item = known.items.get((window.pk, str(row.values["item"]))) if window else None
        if window is None or item is None:
            raise Refused(_("The windows have changed meanwhile. Upload the workbook again."), field="file")
        case = actions.register_case(
            window=window,
            item=item,
            actor=actor,
            channel=Channel.EXCEL,
            external_number=str(row.values["external_number"]),
            accepted_at=_noon(row.values["accepted_on"]),
        )
        if row.values["done_on"]:
            actions.close_case(case, actor=actor, done_at=_noon(row.values["done_on"]))
    return len(rows)


def _noon(day: object) -> dt.datetime:
    """Return noon of ``day``, or now where noon of today is still to come."""
    if not isinstance(day, dt.date):
        raise TypeError("A row without its day was taken over.")
    return min(dt.datetime.combine(day, NOON, clock.SHANGHAI), clock.now())
