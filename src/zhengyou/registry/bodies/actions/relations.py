"""Verbs of relations across the tree, and of whose word counts for what."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.enums import RelationKind
from zhengyou.registry.bodies.models import AuthorityRule, Body, Relation

_TAKEN = {
    RelationKind.LINE: _("It has a line parent in that time already: end that relation first."),
    RelationKind.PLACE: _("It has a place parent in that time already: end that relation first."),
}


@transaction.atomic
def relate(
    body: Body,
    *,
    kind: str,
    other: Body,
    starts_on: dt.date | None,
    ends_on: dt.date | None = None,
    document: str = "",
    actor: ledger.Actor,
) -> Relation:
    """Let ``body`` stand to ``other`` in a relation of this kind from ``starts_on`` until before ``ends_on``."""
    rules.require(actor, rules.MANAGE, body)
    if body == other:
        raise Refused(_("Choose another body."), field="other")
    if ends_on is not None and starts_on is not None and ends_on <= starts_on:
        raise Refused(_("The end must lie after the beginning."), field="ends_on")
    try:
        with transaction.atomic():
            relation = Relation.objects.create(
                body=body, other=other, kind=kind, during=DateRange(starts_on, ends_on), document=document
            )
    except IntegrityError as error:
        taken = _TAKEN.get(RelationKind(kind), _("This relation stands in that time already."))
        raise Refused(taken, field="kind", code="taken") from error
    record("bodies.relate", body, actor=actor, fields=["kind", "other", "during"])
    return relation


@transaction.atomic
def end_relation(relation: Relation, *, on: dt.date, actor: ledger.Actor) -> Relation:
    """Let a relation hold for the last time on the day before ``on``."""
    rules.require(actor, rules.MANAGE, relation.body)
    relation = Relation.objects.select_for_update(of=("self",)).select_related("body").get(pk=relation.pk)
    begins, ends = relation.during.lower, relation.during.upper
    if (begins is not None and on <= begins) or (ends is not None and on > ends):
        raise Refused(_("The end must lie after the beginning and not after the present end."), field="on")
    relation.during = DateRange(begins, on)
    relation.save(update_fields=["during"])
    record("bodies.end_relation", relation.body, actor=actor, fields=["during"])
    return relation


@transaction.atomic
def set_authority(
    body: Body, *, matter: str, leads: str, starts_on: dt.date, document: str = "", actor: ledger.Actor
) -> AuthorityRule:
    """Let line or place decide in ``matter`` for ``body`` and all below it from ``starts_on``; ends the rule before."""
    rules.require(actor, rules.MANAGE, body)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    before = AuthorityRule.objects.filter(body=body, matter=matter, ends_on__isnull=True).first()
    if before is not None:
        if starts_on < before.starts_on:
            told = {"day": before.starts_on.isoformat()}
            raise Refused(_("A rule for this matter began on %(day)s: choose a later day.") % told, field="starts_on")
        before.ends_on = starts_on
        before.save(update_fields=["ends_on"])
    rule = AuthorityRule.objects.create(body=body, matter=matter, leads=leads, starts_on=starts_on, document=document)
    record("bodies.set_authority", body, actor=actor, fields=["matter", "leads"])
    return rule
