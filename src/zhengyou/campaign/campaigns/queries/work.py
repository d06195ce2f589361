"""Readings of what a campaign holds besides task sheets: meetings, activities, contacts, points, projects, reports."""

from typing import TypeVar

from django.db import models
from django.db.models import Count, Q, QuerySet, Sum

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import Answer, SpreadState
from zhengyou.campaign.campaigns.models import (
    Activity,
    Campaign,
    Contact,
    ContactNote,
    DemoPoint,
    Duty,
    Invitation,
    Meeting,
    PrintedPage,
    Project,
    Report,
    Scan,
    Spread,
)
from zhengyou.campaign.campaigns.queries.campaign import readable
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within

M = TypeVar("M", bound=models.Model)


def _seen(rows: QuerySet[M], actor: Actor, own: Q | None = None) -> QuerySet[M]:
    """Return the rows of bodies in the actor's scope, those of campaigns that the own body leads, and ``own``."""
    in_scope = Q(pk__in=within(rows.model._default_manager.all(), actor, rules.READ).values("pk"))
    led = Q(campaign__in=within(Campaign.objects.all(), actor, rules.CHECK).values("pk"))
    return rows.filter(in_scope | led | own if own is not None else in_scope | led)


def meetings_for(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that ``actor`` may read: of the scope, of campaigns led, and those with an invitation."""
    invited = Q(pk__in=Invitation.objects.filter(body=actor.body).exclude(meeting__state="prepared").values("meeting"))
    return _seen(Meeting.objects.select_related("campaign__body", "body", "above"), actor, invited)


def with_receipts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return ``meetings`` with how many were ``invited``, ``come`` and have not ``answered``."""
    return meetings.annotate(
        invited=Count("invitations", distinct=True),
        come=Count("invitations", filter=Q(invitations__answer=Answer.COMING), distinct=True),
        silent=Count("invitations", filter=Q(invitations__answer=Answer.ASKED), distinct=True),
    )


def activities_for(actor: Actor) -> QuerySet[Activity]:
    """Return the activities of all campaigns that ``actor`` may read: units see what is offered to them."""
    rows = Activity.objects.select_related("campaign__body", "body", "item")
    return rows.filter(campaign__in=readable(actor).values("pk"))


def with_records(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Return ``activities`` with how many units wrote a record, and how many persons were served."""
    return activities.annotate(recording=Count("records__body", distinct=True), served=Sum("records__served"))


def contacts_for(actor: Actor) -> QuerySet[Contact]:
    """Return the contacts of the scope, of campaigns led, and those that look after the own body."""
    rows = Contact.objects.select_related(
        "campaign__body", "body", "target", "appointment__person", "appointment__post__body", "partner__person",
        "partner__post__body",
    )  # fmt: skip
    return _seen(rows, actor, Q(target=actor.body) if actor.body is not None else None)


def open_promises(contacts: QuerySet[Contact]) -> QuerySet[ContactNote]:
    """Return what was promised on visits and is not yet kept."""
    return ContactNote.objects.filter(contact__in=contacts, kept_on__isnull=True).exclude(promise="")


def points_for(actor: Actor) -> QuerySet[DemoPoint]:
    """Return the demonstration points of all campaigns that ``actor`` may read: they are there to be seen."""
    rows = DemoPoint.objects.select_related("campaign__body", "body", "item", "leader__person", "leader__post__body")
    return rows.filter(campaign__in=readable(actor).values("pk"))


def with_spreads(points: QuerySet[DemoPoint]) -> QuerySet[DemoPoint]:
    """Return ``points`` with how many units were ``told`` and how many ``took`` the practice over."""
    took = Q(spreads__state__in=(SpreadState.ADOPTED, SpreadState.CHECKED))
    return points.annotate(told=Count("spreads"), took=Count("spreads", filter=took))


def spreads_for(actor: Actor) -> QuerySet[Spread]:
    """Return what units of the scope were told to take over, and all of campaigns led."""
    rows = Spread.objects.select_related("point__campaign__body", "point__body", "body")
    in_scope = Q(pk__in=within(Spread.objects.all(), actor, rules.READ).values("pk"))
    led = Q(point__campaign__in=within(Campaign.objects.all(), actor, rules.CHECK).values("pk"))
    return rows.filter(in_scope | led)


def projects_for(actor: Actor) -> QuerySet[Project]:
    """Return the projects of the scope and of campaigns led."""
    return _seen(Project.objects.select_related("campaign__body", "body", "partner"), actor)


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Return the reports of the scope and of campaigns led."""
    return _seen(Report.objects.select_related("campaign__body", "body", "phase"), actor)


def pages_for(actor: Actor) -> QuerySet[PrintedPage]:
    """Return the printed forms of the scope and of campaigns led."""
    rows = PrintedPage.objects.select_related("campaign__body", "body", "sheet__duty", "sheet__body", "meeting__body")
    return _seen(rows, actor)


def scans_for(actor: Actor) -> QuerySet[Scan]:
    """Return the scans of the scope."""
    return within(Scan.objects.select_related("body", "page__sheet__duty", "page__meeting"), actor, rules.READ)


def common_duties(campaign: Campaign) -> QuerySet[Duty]:
    """Return the duties that belong to the frame of ``campaign``: not those that arose for single units on the way."""
    return campaign.duties.filter(
        decision__isnull=True, report_point__isnull=True, carried__isnull=True, withdrawn_on__isnull=True
    )
