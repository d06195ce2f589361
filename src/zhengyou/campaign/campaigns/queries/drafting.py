"""Drafts of reports: figures and sentences reckoned from the records, so that nobody is asked for a form."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, Sum

from zhengyou.campaign.campaigns.enums import (
    ActivityState,
    MeetingState,
    PointState,
    ReportKind,
    SheetState,
    SpreadState,
)
from zhengyou.campaign.campaigns.models import (
    Activity,
    ActivityRecord,
    Attendee,
    Campaign,
    ContactNote,
    DemoPoint,
    Meeting,
    Milestone,
    Spread,
    TaskSheet,
)
from zhengyou.campaign.campaigns.queries.campaign import LATE
from zhengyou.registry.bodies.models import Body

WAITING = (SheetState.OPEN, SheetState.RETURNED)
Figures = dict[str, Any]


def figures(campaign: Campaign, body: Body, starts_on: dt.date, ends_on: dt.date) -> Figures:
    """Return what the records of ``body`` and of all below it say of these days."""
    sheets = TaskSheet.objects.filter(
        duty__campaign=campaign, body__path__startswith=_path(campaign, body), due_on__range=(starts_on, ends_on)
    ).exclude(state=SheetState.CANCELLED)
    days = Q(starts_at__date__range=(starts_on, ends_on))
    under = {"body__path__startswith": _path(campaign, body)}
    meetings = Meeting.objects.filter(days, campaign=campaign, state=MeetingState.HELD, **under)
    activities = Activity.objects.filter(campaign=campaign, starts_on__lte=ends_on, ends_on__gte=starts_on)
    records = ActivityRecord.objects.filter(activity__campaign=campaign, on__range=(starts_on, ends_on), **under)
    points = DemoPoint.objects.filter(campaign=campaign, state=PointState.NAMED, **under)
    spreads = Spread.objects.filter(point__campaign=campaign, **under)
    promises = ContactNote.objects.filter(
        contact__campaign=campaign,
        contact__body__path__startswith=_path(campaign, body),
        on__range=(starts_on, ends_on),
    )
    milestones = Milestone.objects.filter(
        project__campaign=campaign,
        project__body__path__startswith=_path(campaign, body),
        due_on__range=(starts_on, ends_on),
    )
    found: Figures = sheets.aggregate(
        sheets=Count("pk"),
        accepted=Count("pk", filter=Q(state=SheetState.ACCEPTED)),
        waiting=Count("pk", filter=Q(state=SheetState.SUBMITTED)),
        late=Count("pk", filter=LATE),
        overdue=Count("pk", filter=Q(state__in=WAITING)),
        returned=Sum("returns"),
    )
    found |= {
        "units": campaign.units.filter(path__startswith=_path(campaign, body)).count(),
        "meetings": meetings.count(),
        "present": Attendee.objects.filter(invitation__meeting__in=meetings, is_present=True).count(),
        "decisions": meetings.aggregate(all=Count("decisions"))["all"],
        "activities": activities.filter(state=ActivityState.DONE, **under).count(),
        "points": points.count(),
        "told": spreads.count(),
        "took": spreads.exclude(state=SpreadState.TOLD).count(),
        "visits": promises.count(),
        "promises": promises.exclude(promise="").count(),
        "kept": promises.filter(kept_on__isnull=False).count(),
        "milestones": milestones.count(),
        "reached": milestones.filter(reached_on__isnull=False).count(),
    }
    found |= records.aggregate(days=Count("pk"), took_part=Sum("took_part"), served=Sum("served"))
    return {name: value or 0 for name, value in found.items()}


def text(kind: str, campaign: Campaign, body: Body, found: Figures, starts_on: dt.date, ends_on: dt.date) -> str:
    """Return the draft of a report in official words; what nothing was recorded of is left out."""
    first = (
        f"{starts_on:%Y年%-m月%-d日}至{ends_on:%Y年%-m月%-d日}，{body.name}按照《{campaign.title}》要求，"
        f"组织{found['units']}个单位开展活动。"
    )
    said = [first]
    if found["sheets"]:
        said.append(
            f"任务落实情况：应完成任务{found['sheets']}项次，已审核通过{found['accepted']}项次"
            f"（{_share(found['accepted'], found['sheets'])}），待审核{found['waiting']}项次，"
            f"迟报{found['late']}项次，未报{found['overdue']}项次，退回修改{found['returned']}次。"
        )
    if found["meetings"]:
        said.append(
            f"会议情况：召开会议{found['meetings']}次，到会{found['present']}人次，议定事项{found['decisions']}项，"
            "均已转为任务单跟踪。"
        )
    if found["days"]:
        said.append(
            f"活动情况：办结活动{found['activities']}项，各单位登记活动{found['days']}次，"
            f"参加{found['took_part']}人次，服务群众{found['served']}人次。"
        )
    if found["visits"]:
        said.append(
            f"联系结对情况：走访联系{found['visits']}次，作出承诺{found['promises']}项，已兑现{found['kept']}项。"
        )
    if found["points"] or found["told"]:
        said.append(f"典型示范情况：示范点{found['points']}个，推广{found['told']}个单位，已采用{found['took']}个。")
    if found["milestones"]:
        said.append(f"项目进度：应到节点{found['milestones']}个，已完成{found['reached']}个。")
    if kind == ReportKind.CLOSING:
        said.append("下一步：未办结事项转入下一周期继续办理，行之有效的做法形成制度。")
    return "\n".join(said)


def problems(campaign: Campaign, body: Body, ends_on: dt.date, most: int = 3) -> list[str]:
    """Return what the records show to be wrong, the gravest first: what a leader has to know of."""
    sheets = TaskSheet.objects.filter(duty__campaign=campaign, body__path__startswith=_path(campaign, body))
    rows = (
        sheets.filter(state__in=WAITING, due_on__lte=ends_on)
        .order_by()
        .values("duty__name")
        .annotate(units=Count("body", distinct=True))
        .order_by("-units", "duty__name")[:most]
    )
    found = []
    for row in rows:
        names = list(
            Body.objects.filter(
                pk__in=sheets.filter(state__in=WAITING, due_on__lte=ends_on, duty__name=row["duty__name"]).values(
                    "body"
                )
            )
            .order_by("sort_path")
            .values_list("name", flat=True)[:3]
        )
        rest = "等" if row["units"] > len(names) else ""
        found.append(f"“{row['duty__name']}”有{row['units']}个单位逾期未报：{'、'.join(names)}{rest}。")
    promises = ContactNote.objects.filter(
        contact__campaign=campaign,
        contact__body__path__startswith=_path(campaign, body),
        kept_on__isnull=True,
        promise_due__lt=ends_on,
    ).exclude(promise="")
    if (count := promises.count()) and len(found) < most:
        found.append(f"走访联系中作出的承诺有{count}项到期未兑现。")
    missed = Milestone.objects.filter(
        project__campaign=campaign,
        project__body__path__startswith=_path(campaign, body),
        reached_on__isnull=True,
        due_on__lt=ends_on,
    )
    if len(found) < most and (first := missed.select_related("project").first()):
        found.append(f"项目“{first.project.title}”的节点“{first.name}”已过期限，共有{missed.count()}个节点滞后。")
    return found[:most]


def _path(campaign: Campaign, body: Body) -> str:
    """Return under which path the records of ``body`` stand; who leads the campaign reports on all units in it."""
    return "" if body.pk == campaign.body_id else body.path


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"
