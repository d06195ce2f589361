"""Verbs of organisation: theme and leading group, who answers for what at a unit, what is needed, and reminders."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import policy, rules
from zhengyou.campaign.campaigns.actions.footing import given, in_it, led
from zhengyou.campaign.campaigns.enums import Rank
from zhengyou.campaign.campaigns.models import Campaign, Resource, Responsibility, TaskSheet
from zhengyou.campaign.campaigns.queries.organisation import chains, due_in, reminded
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.notices import actions as notices
from zhengyou.registry.bodies.models import Body, LeadingGroup, Post
from zhengyou.registry.bodies.queries import Responsible


@transaction.atomic
def organise(campaign: Campaign, *, theme: str = "", group: LeadingGroup | None = None, actor: Actor) -> Campaign:
    """Say what a campaign is about, and which leading group with its office leads it."""
    campaign = led(campaign, actor)
    campaign.theme, campaign.group = theme.strip()[:200], group
    campaign.save(update_fields=["theme", "group"])
    record("campaigns.organise", campaign, actor=actor, fields=["theme", "group"])
    return campaign


@transaction.atomic
def answer_for(
    campaign: Campaign, *, post: Post, rank: str, matter: str, business: str = "", actor: Actor
) -> Responsibility:
    """Say for which part of the campaign a post of a unit answers, beside what it answers for in its trade."""
    body = post.body
    in_it(campaign, body, actor, rules.SUBMIT)
    matter = given(matter, "matter", _("Say for what the post answers."))
    if rank == Rank.FIRST and campaign.responsibilities.filter(body=body, rank=rank).exclude(post=post).exists():
        raise Conflict(_("A unit has one first responsible person."), field="rank")
    made, _new = Responsibility.objects.update_or_create(
        campaign=campaign, post=post, rank=rank,
        defaults={"body": body, "matter": matter, "business": business.strip()[:300]},
    )  # fmt: skip
    record("campaigns.answer_for", made, actor=actor, fields=["matter", "business"])
    return made


@transaction.atomic
def release(responsibility: Responsibility, *, actor: Actor) -> None:
    """Take a post out of the chain of its unit."""
    in_it(responsibility.campaign, responsibility.body, actor, rules.SUBMIT)
    record("campaigns.release", responsibility, actor=actor)
    responsibility.delete()


@transaction.atomic
def need(
    campaign: Campaign, *, body: Body, kind: str, name: str, amount: Decimal, unit: str = "",
    needed_by: dt.date | None = None, actor: Actor,
) -> Resource:  # fmt: skip
    """Write down what a unit needs for the campaign."""
    in_it(campaign, body, actor, rules.SUBMIT)
    name = given(name, "name", _("Say what your unit needs."), 120)
    if amount <= 0:
        raise Invalid({"amount": _("An amount is more than nought.")})
    made = Resource.objects.create(
        campaign=campaign, body=body, kind=kind, name=name, amount=amount, unit=unit.strip()[:20], needed_by=needed_by
    )
    record("campaigns.need", made, actor=actor)
    return made


@transaction.atomic
def secure(resource: Resource, *, source: str, actor: Actor) -> Resource:
    """Note from where something needed comes."""
    in_it(resource.campaign, resource.body, actor, rules.SUBMIT)
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if resource.secured_on is not None:
        raise Conflict(_("This was secured before."))
    resource.source = given(source, "source", _("Say from where it comes."), 200)
    resource.secured_on = clock.today()
    resource.save(update_fields=["source", "secured_on"])
    record("campaigns.secure", resource, actor=actor, fields=["source", "secured_on"])
    return resource


@transaction.atomic
def remind(*, actor: Actor) -> int:
    """Remind by the clock whoever answers for a sheet: the handler before its day, then up the chain of the unit.

    Absent people lead to their stand-ins. Each person is told once for each sheet and step; return how many were told.
    """
    today, told = clock.today(), 0
    for step in policy.REMINDERS:
        sheets = list(due_in(today + dt.timedelta(days=step.days)))
        known = chains(sheets)
        for sheet in sheets:
            told += _remind(sheet, step.rank, known.get((sheet.duty.campaign_id, sheet.body_id), {}), step.days, actor)
    return told


def _remind(sheet: TaskSheet, rank: str, chain: dict[str, list[Responsible]], days: int, actor: Actor) -> int:
    people: Iterable[Responsible] = reminded(chain, rank)
    left = _("%(duty)s is due on %(day)s.") if days >= 0 else _("%(duty)s was due on %(day)s and was not handed in.")
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        text = str(left) % {"duty": sheet.duty.name, "day": f"{sheet.due_on:%Y-%m-%d}"}
    to = [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in people]
    source = f"sheet:{sheet.pk}:{sheet.due_on:%Y%m%d}:{days}"
    return len(notices.tell(to, text, reverse("campaigns:sheet", args=[sheet.pk]), actor=actor, source=source))
