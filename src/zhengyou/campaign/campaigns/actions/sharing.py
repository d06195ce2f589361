"""Verbs of shared duties: leading and supporting units, passing down level by level, tags, links between campaigns."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given, led, tell
from zhengyou.campaign.campaigns.enums import LinkKind, Role, SheetState, TagKind
from zhengyou.campaign.campaigns.machine import SHEET
from zhengyou.campaign.campaigns.models import Campaign, CampaignLink, Duty, DutyLink, DutyShare, Tag, TaskSheet
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

WAITING = (SheetState.OPEN, SheetState.RETURNED)


@transaction.atomic
def share_duty(duty: Duty, *, lead: Body, assisting: Sequence[Body], actor: Actor) -> Duty:
    """Let one unit lead a duty and others assist; sheets that other units have not handed in are cancelled.

    The leading unit's sheet is accepted only when those of the assisting units have been handed in.
    """
    campaign = led(duty.campaign, actor)
    taking = [lead, *assisting]
    if len({unit.pk for unit in taking}) != len(taking):
        raise Invalid({"assisting": _("The leading unit does not assist as well.")})
    inside = set(campaign.units.values_list("pk", flat=True))
    if any(unit.pk not in inside for unit in taking):
        raise Invalid({"lead": _("Only units that take part can lead or assist.")})
    duty.shares.all().delete()
    DutyShare.objects.bulk_create(
        DutyShare(duty=duty, body=unit, role=Role.LEAD if unit.pk == lead.pk else Role.ASSIST) for unit in taking
    )
    spare = duty.sheets.filter(state__in=WAITING, passed_from=None).exclude(body__in=taking)
    for sheet in spare.order_by("pk").select_for_update(of=("self",)):
        move(sheet, "cancel", SHEET, actor=actor)
    record("campaigns.share_duty", duty, actor=actor, fields=["shares"])
    tell(
        taking, _("%(campaign)s: your unit leads or supports a duty."), campaign,
        actor=actor, source=f"share:{duty.pk}:{clock.now():%Y%m%d%H%M%S}", route="duties",
    )  # fmt: skip
    return duty


@transaction.atomic
def pass_down(
    sheet: TaskSheet, *, units: Sequence[Body], due_on: dt.date | None = None, actor: Actor
) -> list[TaskSheet]:
    """Pass the duty of a sheet on to units below its own; each gets a sheet, which the own unit checks.

    It can be passed on again from there, level by level; nobody below has longer than the unit above.
    """
    require(actor, rules.SUBMIT, sheet.body, campaign_scope=sheet.duty.campaign.scope_id)
    sheet = TaskSheet.objects.select_for_update(of=("self",)).select_related("duty__campaign", "body").get(pk=sheet.pk)
    if sheet.state not in WAITING:
        raise Conflict(_("Only a duty that is still to be done can be passed down."))
    due = due_on or sheet.due_on
    if due > sheet.due_on:
        raise Invalid({"due_on": _("Units below cannot have longer than your own unit.")})
    if due < clock.today():
        raise Invalid({"due_on": _("This day has passed.")})
    if not units:
        raise Invalid({"units": _("Choose the units below.")})
    if any(unit.pk == sheet.body_id or not unit.path.startswith(sheet.body.path) for unit in units):
        raise Invalid({"units": _("Only units below your own.")})
    has = TaskSheet.objects.filter(duty=sheet.duty, named_on=sheet.named_on, body__in=units).values_list(
        "body", flat=True
    )
    taken = set(has)
    made = TaskSheet.objects.bulk_create(
        TaskSheet(duty=sheet.duty, body=unit, named_on=min(sheet.named_on, due), due_on=due, passed_from=sheet)
        for unit in units
        if unit.pk not in taken
    )
    if not made:
        raise Conflict(_("These units have this duty already."), field="units")
    record("campaigns.pass_down", sheet, actor=actor)
    tell(
        [one.body for one in made], _("%(campaign)s: a duty was passed down to your unit."), sheet.duty.campaign,
        actor=actor, source=f"pass:{sheet.pk}:{len(taken)}", route="duties",
    )  # fmt: skip
    return made


def objection(sheet: TaskSheet) -> Sentence:
    """Return why a sheet cannot be accepted yet: what the assisting units or those below still owe."""
    if sheet.passed_down.exclude(state__in=(SheetState.ACCEPTED, SheetState.CANCELLED)).exists():
        return _("Units below have not finished what was passed down to them.")
    share = sheet.duty.shares.filter(body=sheet.body_id).first()
    if share is not None and share.role == Role.LEAD:
        assisting = sheet.duty.shares.filter(role=Role.ASSIST).values("body")
        owing = TaskSheet.objects.filter(
            duty=sheet.duty, named_on=sheet.named_on, body__in=assisting, state__in=WAITING
        )
        if owing.exists():
            return _("Supporting units have not handed in their part.")
    return ""


@transaction.atomic
def keep_tag(campaign: Campaign, *, name: str, kind: str = TagKind.SECONDARY, actor: Actor) -> Tag:
    """Keep a tag: a secondary line of work, or a problem that units look for with themselves."""
    campaign = led(campaign, actor)
    name = given(name, "name", _("Say how the tag is called."), 60)
    tag, new = Tag.objects.get_or_create(
        campaign=campaign, kind=kind, name=name, defaults={"order_number": campaign.tags.count() + 1}
    )
    if not new:
        raise Conflict(_("There is such a tag already."), field="name")
    record("campaigns.keep_tag", tag, actor=actor)
    return tag


@transaction.atomic
def tag_duties(tag: Tag, *, duties: Iterable[Duty], actor: Actor) -> Tag:
    """Say which duties serve a secondary line."""
    led(tag.campaign, actor)
    chosen = list(duties)
    if any(duty.campaign_id != tag.campaign_id for duty in chosen):
        raise Invalid({"duties": _("Choose duties of this campaign.")})
    tag.duties.set(chosen)
    record("campaigns.tag_duties", tag, actor=actor, fields=["duties"])
    return tag


@transaction.atomic
def link(
    campaign: Campaign, *, other: Campaign | None = None, other_title: str = "", kind: str = LinkKind.COMBINED,
    note: str = "", actor: Actor,
) -> CampaignLink:  # fmt: skip
    """Link a campaign with another one, of this platform or run elsewhere."""
    campaign = led(campaign, actor)
    title = other.title if other else given(other_title, "other_title", _("Name the other campaign."), 200)
    if other is not None and other.pk == campaign.pk:
        raise Invalid({"other": _("A campaign is not linked with itself.")})
    if campaign.links.filter(other_title=title, kind=kind).exists():
        raise Conflict(_("This link stands already."), field="other_title")
    made = CampaignLink.objects.create(
        campaign=campaign, other=other, other_title=title, kind=kind, note=note.strip()[:300]
    )
    record("campaigns.link", made, actor=actor)
    return made


@transaction.atomic
def count_for(link: CampaignLink, *, source: Duty, target: Duty, actor: Actor) -> DutyLink:
    """Let what units hand in for ``source`` count for ``target`` of the linked campaign; what was accepted counts now."""
    led(link.campaign, actor)
    if link.other is None:
        raise Refused(_("Only records of a campaign on this platform can count in both."))
    led(link.other, actor)
    if {source.campaign_id, target.campaign_id} != {link.campaign_id, link.other_id}:
        raise Invalid({"target": _("Choose one duty of each of the two campaigns.")})
    made, new = DutyLink.objects.get_or_create(source=source, target=target, defaults={"link": link})
    if not new:
        raise Conflict(_("These duties are linked already."), field="target")
    record("campaigns.count_for", made, actor=actor)
    for sheet in source.sheets.filter(state=SheetState.ACCEPTED).select_related("duty").order_by("named_on", "pk"):
        count(sheet, actor=actor)
    return made


@transaction.atomic
def count(sheet: TaskSheet, *, actor: Actor) -> list[TaskSheet]:
    """Let an accepted sheet count for the same unit in linked campaigns: for the open sheet nearest to its day."""
    counted = []
    for target in Duty.objects.filter(counted_by__source=sheet.duty_id, withdrawn_on=None):
        waiting = target.sheets.filter(Q(body=sheet.body_id), state__in=WAITING)
        nearest = min(waiting, key=lambda one: abs((one.named_on - sheet.named_on).days), default=None)
        if nearest is None or sheet.counted_in.filter(duty=target).exists():
            continue
        counted.append(
            move(
                nearest,
                "count",
                SHEET,
                actor=actor,
                counted_from=sheet,
                evidence=sheet.evidence,
                submitted_at=sheet.submitted_at,
                decided_at=clock.now(),
                return_reason="",
            )
        )
    return counted
