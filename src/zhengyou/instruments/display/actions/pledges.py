"""Verbs of signed sheets of promises (承诺书) and of their templates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.actions.commitments import check_commitment
from zhengyou.instruments.display.enums import Measure, Pledger, SheetState
from zhengyou.instruments.display.machine import SHEET_MOVES
from zhengyou.instruments.display.models import Commitment, Pledge, PledgeTemplate
from zhengyou.instruments.display.signing import digest
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body


@dataclass(frozen=True, slots=True)
class Line:
    """One promise of a sheet, below its heading."""

    heading: str
    text: str
    measure: Measure = Measure.NONE
    target: int | None = None


@transaction.atomic
def add_template(
    *, body: Body, name: str, pledger: Pledger, headings: Sequence[str], opening: str = "", actor: Actor
) -> PledgeTemplate:
    """Add the pattern of a sheet of promises for ``body`` and everything below it."""
    require(actor, rules.KEEP, body)
    headings = [one.strip() for one in headings if one.strip()]
    if not headings or any(len(one) > 20 for one in headings):
        raise Invalid({"headings": _("Give at least one heading of at most 20 characters.")})
    made = PledgeTemplate.objects.create(
        body=body, name=name.strip(), pledger=pledger, headings=headings, opening=opening.strip()
    )
    record("display.add_template", made, actor=actor)
    return made


@transaction.atomic
def close_template(template: PledgeTemplate, *, actor: Actor) -> PledgeTemplate:
    """Let no new sheet be made by ``template``; those that were signed stay as they are."""
    require(actor, rules.KEEP, template.body)
    template.is_active = False
    template.save(update_fields=["is_active"])
    record("display.close_template", template, actor=actor, fields=["is_active"])
    return template


@transaction.atomic
def draft_pledge(
    *,
    template: PledgeTemplate,
    body: Body,
    lines: Sequence[Line],
    starts_on: dt.date,
    ends_on: dt.date,
    appointment: Appointment | None = None,
    opening: str = "",
    actor: Actor,
) -> Pledge:
    """Draft the next version of a sheet: of ``body``, or of the holder of ``appointment`` who drafts it personally."""
    if not rules.is_person(actor, appointment):
        require(actor, rules.DRAFT, body)
    if not template.is_active or not body.path.startswith(template.body.path):
        raise Conflict(_("This template does not serve the unit any more."))
    if (template.pledger == Pledger.PERSON) != (appointment is not None):
        raise Invalid({"appointment": _("Choose the person who promises, as this template asks.")})
    _check(lines, template, starts_on, ends_on)
    same = Pledge.objects.filter(body=body, template=template, appointment=appointment)
    try:
        with transaction.atomic():
            pledge = Pledge.objects.create(
                body=body,
                template=template,
                appointment=appointment,
                title=template.name,
                opening=opening.strip() or template.opening,
                number=(same.aggregate(last=Max("number"))["last"] or 0) + 1,
                starts_on=starts_on,
                ends_on=ends_on,
                drafted_by=actor.id,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else drafted the next version at this moment. Reload the page.")) from error
    _write(pledge, lines)
    record("display.draft", pledge, actor=actor)
    return pledge


@transaction.atomic
def amend_pledge(
    pledge: Pledge, *, lines: Sequence[Line], starts_on: dt.date, ends_on: dt.date, opening: str, actor: Actor
) -> Pledge:
    """Change a sheet that nobody has signed; what was signed is replaced by a new version."""
    pledge = _locked(pledge)
    if not rules.is_person(actor, pledge.appointment):
        require(actor, rules.DRAFT, pledge.body)
    if pledge.state != SheetState.DRAFT:
        raise Conflict(_("What was signed is not changed. Make a new version."))
    _check(lines, pledge.template, starts_on, ends_on)
    pledge.starts_on, pledge.ends_on, pledge.opening = starts_on, ends_on, opening.strip()
    pledge.drafted_by = actor.id
    pledge.save(update_fields=["starts_on", "ends_on", "opening", "drafted_by"])
    pledge.commitments.all().delete()
    _write(pledge, lines)
    record("display.amend", pledge, actor=actor, fields=["starts_on", "ends_on", "opening", "lines"])
    return pledge


@transaction.atomic
def sign(pledge: Pledge, *, actor: Actor) -> Pledge:
    """Sign a sheet under one's own hat and hand it in: the text is fixed by its digest."""
    pledge = _locked(pledge)
    if pledge.appointment is not None:
        if not rules.is_person(actor, pledge.appointment):
            raise Refused(_("Only the person who promises signs this sheet."), code="signer")
    else:
        require(actor, rules.SIGN, pledge.body)
    return move(
        pledge,
        "sign",
        SHEET_MOVES,
        actor=actor,
        signed_by=" · ".join(filter(None, [actor.label, actor.hat_label]))[:100],
        signed_at=clock.now(),
        digest=digest(pledge),
        drafted_by=actor.id,
    )


def _locked(pledge: Pledge) -> Pledge:
    rows = Pledge.objects.select_for_update(of=("self",))
    return rows.select_related("body", "template__body", "appointment").get(pk=pledge.pk)


def _check(lines: Sequence[Line], template: PledgeTemplate, starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        raise Invalid({"ends_on": _("The last day must not lie before the first.")})
    missing = [heading for heading in template.headings if heading not in {line.heading for line in lines}]
    if missing:
        raise Invalid({"lines": _("Promise something below each heading; missing: %s") % "、".join(missing)})
    if any(line.heading not in template.headings for line in lines):
        raise Invalid({"lines": _("This heading is not one of the template.")})
    for line in lines:
        check_commitment(line.text, line.measure, line.target, starts_on, ends_on)


def _write(pledge: Pledge, lines: Sequence[Line]) -> None:
    for number, line in enumerate(lines, 1):
        Commitment.objects.create(
            body=pledge.body,
            pledge=pledge,
            heading=line.heading,
            text=line.text.strip(),
            measure=line.measure,
            target=None if line.measure == Measure.NONE else line.target,
            starts_on=pledge.starts_on,
            ends_on=pledge.ends_on,
            order_number=number,
            drafted_by=pledge.drafted_by,
        )
