"""Ratings of a platform above from Excel: the form, what is wrong in a filled one, and taking it over, all or nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.actions import TakenIn
from zhengyou.instruments.ratings.enums import Level
from zhengyou.instruments.ratings.incoming import Incoming
from zhengyou.instruments.ratings.models import UpperPlatform
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.sheets import Fault, Field, ImportResult, Kind, Row, Template, read

TEMPLATE = Template(
    name="ratings.incoming",
    title=_("Ratings of an upper platform"),
    advice=(
        _("One rated service on each row, as the platform exports it; with its order number where it gave one out."),
        _("A service that was rated here already is refused: each is rated once over all systems."),
    ),
    fields=(
        Field(key="number", title=_("Case number"), kind=Kind.CODE, required=True, longest=50, aliases=("办件编号", "projectNo"),
              example="QH-2026-000123"),
        Field(key="service", title=_("Number of the service"), kind=Kind.INT, least=1, most=99, aliases=("serviceNumber",),
              example="1"),
        Field(key="level", title=_("Satisfaction"), kind=Kind.CHOICE, required=True, aliases=("satisfaction",),
              choices=tuple((str(level), Level(level).label) for level in reversed(Level.values))),
        Field(key="tags", title=_("Reasons"), longest=80, aliases=("evalDetail",), example="207,203"),
        Field(key="text", title=_("What was said"), longest=500, aliases=("writingEvaluation",)),
        Field(key="day", title=_("Rated on"), kind=Kind.DATE, aliases=("assessTime",), example="2026-05-06"),
        Field(key="window", title=_("Window code"), kind=Kind.CODE, longest=20, aliases=("deptCode",),
              help=_("Only where the case itself is not registered here")),
        Field(key="order", title=_("Order number of the platform"), kind=Kind.CODE, longest=60, aliases=("orderNo",)),
        Field(key="due", title=_("Answer wanted by"), kind=Kind.DATE, aliases=("deadline",)),
    ),
)  # fmt: skip


def examine(content: bytes, platform: UpperPlatform, actor: Actor) -> ImportResult:
    """Return what a filled workbook holds, with every fault; nothing is stored."""
    return read(TEMPLATE, content, judge=lambda rows: _faults(rows, platform, actor))


def _faults(rows: Sequence[Row], platform: UpperPlatform, actor: Actor) -> Iterable[Fault]:
    """Try the rows and take the trial back."""
    future = [row.number for row in rows if row.values["day"] and str(row.values["day"]) > str(clock.today())]
    yield from (Fault(number, "day", _("This day lies in the future.")) for number in future)
    with transaction.atomic():
        tried = actions.take_in(platform, [_incoming(row) for row in rows], actor=actor)
        transaction.set_rollback(True)
    yield from (Fault(rows[place].number, "", reason) for place, reason in tried.refused)


@transaction.atomic
def take_over(result: ImportResult, platform: UpperPlatform, *, actor: Actor) -> TakenIn:
    """Take over every row of a result without faults."""
    taken = actions.take_in(platform, [_incoming(row) for row in result.required_clean()], actor=actor)
    if taken.refused:
        raise Refused(_("Something has changed meanwhile. Upload the workbook again."), field="file")
    return taken


def _incoming(row: Row) -> Incoming:
    given = row.values
    tags = str(given["tags"] or "").replace("，", ",").split(",")
    day, due = given["day"], given["due"]
    return Incoming(
        number=str(given["number"]), service=int(str(given["service"] or 1)), level=int(str(given["level"])),
        window=str(given["window"] or ""), tags=tuple(tag.strip() for tag in tags if tag.strip()),
        text=str(given["text"] or ""), day=day if isinstance(day, dt.date) else None, order=str(given["order"] or ""),
        due=due if isinstance(due, dt.date) else None,
    )  # fmt: skip
