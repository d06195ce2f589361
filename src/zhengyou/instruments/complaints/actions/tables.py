"""Verbs of the tree of categories and of the responsibility table."""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.models import Category, Responsibility
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

Row = tuple[str, str, str]
"""Code, name and field (or nothing) of one class."""


@transaction.atomic
def load_categories(rows: Iterable[Row], *, actor: Actor = SYSTEM) -> int:
    """Add the classes that are missing, parents before children; return how many are new. Safe to repeat."""
    require(actor, rules.TABLES, None)
    known = {one.code: one for one in Category.objects.all()}
    missing = sorted((row for row in rows if row[0] not in known), key=lambda row: (len(row[0]), row[0]))
    for _length, level in groupby(missing, key=lambda row: len(row[0])):
        made = [
            Category(code=code, name=name, sector=sector, level=len(code) // 2, parent=known.get(code[:-2]))
            for code, name, sector in level
        ]
        Category.objects.bulk_create(made, ignore_conflicts=True)  # somebody may load the same tree just now
        known |= {one.code: one for one in Category.objects.filter(code__in=[one.code for one in made])}
    if missing:
        record("complaints.load_categories", known[min(known)], actor=actor)
    return len(missing)


@transaction.atomic
def name_responsible(
    *,
    body: Body,
    category: Category,
    lead: Body,
    assisting: Iterable[Body] = (),
    territory: Body | None = None,
    basis: str = "",
    actor: Actor,
) -> Responsibility:
    """Enter who leads and who assists for a class; the row that held before ends today."""
    require(actor, rules.TABLES, body)
    helpers = [one for one in dict.fromkeys(assisting) if one != lead]
    if lead.path.split(".")[0] != body.path.split(".")[0]:
        raise Invalid({"lead": _("This unit belongs to another place; choose one of this place.")})
    Body.objects.select_for_update(no_key=True).only("pk").get(
        pk=body.pk
    )  # of two first rows one comes after the other
    old = Responsibility.objects.select_for_update().filter(
        body=body, category=category, territory=territory, ends_on__isnull=True
    )
    for row in old:
        row.ends_on = clock.today()
        row.save(update_fields=["ends_on"])
    row = Responsibility.objects.create(
        body=body, category=category, territory=territory, lead=lead, basis=basis.strip()[:200], starts_on=clock.today()
    )
    row.assisting.set(helpers)
    record("complaints.name_responsible", row, actor=actor, fields=["assisting", "lead"])
    return row


@transaction.atomic
def end_responsibility(row: Responsibility, *, actor: Actor) -> Responsibility:
    """Let a row of the responsibility table hold no more from today."""
    require(actor, rules.TABLES, row.body)
    locked = Responsibility.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.ends_on is not None:
        raise Conflict(_("This row holds no more already."))
    locked.ends_on = clock.today()
    locked.save(update_fields=["ends_on"])
    record("complaints.end_responsibility", locked, actor=actor, fields=["ends_on"])
    return locked
