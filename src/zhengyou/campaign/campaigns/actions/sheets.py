"""Verbs of a task sheet: the unit hands in, the office checks."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.sharing import count, objection
from zhengyou.campaign.campaigns.enums import TagKind
from zhengyou.campaign.campaigns.machine import SHEET
from zhengyou.campaign.campaigns.models import Tag, TaskSheet
from zhengyou.campaign.campaigns.queries.checking import checker_of
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move
from zhengyou.registry.access.rules import require


@transaction.atomic
def submit(sheet: TaskSheet, *, evidence: str, problems: Iterable[Tag] | None = None, actor: Actor) -> TaskSheet:
    """Hand in what was done, in words; attachments hang on the sheet. ``problems``: what the unit found with itself."""
    require(actor, rules.SUBMIT, sheet.body, campaign_scope=sheet.duty.campaign.scope_id)
    if not evidence.strip():
        raise Invalid({"evidence": _("Say in a few words what was done.")})
    if problems is not None:
        sheet.tags.set(sheet.duty.campaign.tags.filter(pk__in=[tag.pk for tag in problems], kind=TagKind.PROBLEM))
    return move(sheet, "submit", SHEET, actor=actor, evidence=evidence.strip(), submitted_at=clock.now())


@transaction.atomic
def take_back(sheet: TaskSheet, *, actor: Actor) -> TaskSheet:
    """Take a sheet back before it is checked, to mend it."""
    require(actor, rules.SUBMIT, sheet.body, campaign_scope=sheet.duty.campaign.scope_id)
    return move(sheet, "take_back", SHEET, actor=actor)


@transaction.atomic
def accept(sheet: TaskSheet, *, actor: Actor) -> TaskSheet:
    """Accept what was handed in; it counts in linked campaigns too.

    Refused while supporting units, or units to which it was passed down, still owe their part.
    """
    _require_checker(sheet, actor)
    if reason := objection(sheet):
        raise Refused(reason)
    accepted = move(sheet, "accept", SHEET, actor=actor, decided_at=clock.now(), return_reason="")
    count(accepted, actor=actor)
    return accepted


@transaction.atomic
def return_sheet(sheet: TaskSheet, *, reason: str, actor: Actor) -> TaskSheet:
    """Return what was handed in, with a reason."""
    _require_checker(sheet, actor)
    if not reason.strip():
        raise Invalid({"reason": _("Say what is missing.")})
    returned = move(
        sheet, "return_sheet", SHEET, actor=actor,
        decided_at=clock.now(), return_reason=reason.strip()[:500], returns=F("returns") + 1,
    )  # fmt: skip
    returned.refresh_from_db()
    return returned


@transaction.atomic
def cancel(sheet: TaskSheet, *, actor: Actor) -> TaskSheet:
    """Cancel a sheet that a unit need not do."""
    _require_checker(sheet, actor)
    return move(sheet, "cancel", SHEET, actor=actor)


def _require_checker(sheet: TaskSheet, actor: Actor) -> None:
    """Who leads the campaign checks, the line or place that a rule names, or who passed the duty down; never the unit."""
    campaign = sheet.duty.campaign
    if sheet.passed_from is not None:
        require(actor, rules.SUBMIT, sheet.passed_from.body, campaign_scope=campaign.scope_id)
        if getattr(actor, "body", None) == sheet.body:
            raise Refused(_("A unit does not check its own sheet."))
        return
    require(actor, rules.CHECK, checker_of(sheet), campaign_scope=campaign.scope_id)
    own = getattr(actor, "body", None)
    if own is not None and own.pk == sheet.body_id and sheet.body_id != campaign.body_id:
        raise Refused(_("A unit does not check its own sheet."))
