"""The verb that takes the register of another system over."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.enums import Channel, Identity, Kind, State
from zhengyou.instruments.complaints.grams import grams_of
from zhengyou.instruments.complaints.models import Category, Complaint
from zhengyou.instruments.complaints.queries.upper import category_named
from zhengyou.instruments.complaints.wording import title_of
from zhengyou.kernel import clock
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.sheets import ImportResult
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

IMPORTED = "import"
"""The word of other registers among outer systems; nobody follows up what was settled there."""
BATCH = 500


@transaction.atomic
def take_over_register(result: ImportResult, *, body: Body, actor: Actor) -> int:
    """Take over every row of a register without faults, and return how many are new.

    What was answered there is closed here, with the moments of then; what was not waits with the office. No clock of
    ours ran, so no limit is reckoned backwards.
    """
    require(actor, rules.TABLES, body)
    rows = [row.values for row in result.required_clean()]
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)  # the same file given twice at once
    outer = f"{IMPORTED}:{body.pk}"
    known = set(Complaint.objects.filter(outer_system=outer).values_list("outer_number", flat=True))
    fresh = [values for values in rows if values["number"] not in known]
    found = _Found(fresh, body)
    matters = [_matter(values, body, outer, found) for values in fresh]
    Complaint.objects.bulk_create(matters, batch_size=BATCH)
    for matter in matters:
        record("complaints.take_over_register", matter, actor=actor, target=matter.state)
    return len(matters)


class _Found:
    """Classes and units that rows name, each looked for once."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], body: Body) -> None:
        labels = {str(values["category"]) for values in rows if values["category"]}
        names = {str(values["unit"]) for values in rows if values["unit"]}
        self.categories: dict[str, Category | None] = {label: category_named(label) for label in labels}
        below = Body.objects.filter(Q(path__startswith=body.path), name__in=names)
        self.units = {unit.name: unit for unit in below}


def _matter(values: Mapping[str, Any], body: Body, outer: str, found: _Found) -> Complaint:
    text, title = str(values["text"]), title_of(str(values["title"] or ""), str(values["text"]))
    answered: dt.datetime | None = values["replied_at"]
    masked_title, masked = mask_text(title)[:120], mask_text(text)
    return Complaint(
        kind=Kind.HELP,
        channel=Channel.IMPORT,
        state=State.CLOSED if answered else State.RECEIVED,
        body=body,
        category=found.categories.get(str(values["category"] or "")),
        title=masked_title,
        text=masked,
        identity=Identity.ANONYMOUS,
        may_publish=False,
        received_at=values["received_at"] or clock.now(),
        answer=mask_text(str(values["reply"] or "")),
        answered_by=found.units.get(str(values["unit"] or ""), body) if answered else None,
        answered_at=answered,
        closed_at=answered,
        grams=grams_of(masked_title, masked),
        outer_system=outer,
        outer_number=str(values["number"]),
    )
