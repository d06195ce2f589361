"""Tables of campaigns, by what they concern."""

from zhengyou.campaign.campaigns.models.activities import Activity, ActivityRecord, Enrolment
from zhengyou.campaign.campaigns.models.campaign import Campaign, Dimension, Duty, Item, Phase, TaskSheet
from zhengyou.campaign.campaigns.models.contacts import Contact, ContactNote, DemoPoint, Milestone, Project, Spread
from zhengyou.campaign.campaigns.models.demands import Demand
from zhengyou.campaign.campaigns.models.filing import Filing, FilingAddress, PlanRevision, SubPlan, SubPlanDuty
from zhengyou.campaign.campaigns.models.goals import Goal, GoalShare, GoalValue
from zhengyou.campaign.campaigns.models.handing import HandOut
from zhengyou.campaign.campaigns.models.means import ItemRecord, Preset, PresetStep
from zhengyou.campaign.campaigns.models.meetings import AgendaItem, Attendee, Decision, Invitation, Meeting
from zhengyou.campaign.campaigns.models.organisation import Resource, Responsibility
from zhengyou.campaign.campaigns.models.reports import (
    CarriedMatter,
    Cycle,
    PrintedPage,
    Report,
    ReportPoint,
    Scan,
    StartTick,
)
from zhengyou.campaign.campaigns.models.results import Alignment, AlignmentReading, Benchmark, Information, Result
from zhengyou.campaign.campaigns.models.scope import ParticipantClass, ScopeRule, Sector
from zhengyou.campaign.campaigns.models.sharing import CampaignLink, DutyLink, DutyShare, Tag
from zhengyou.campaign.campaigns.models.versions import AmendedPart, Amendment, Basis, VersionReceipt

__all__ = [
    "Activity",
    "ActivityRecord",
    "AgendaItem",
    "Alignment",
    "AlignmentReading",
    "AmendedPart",
    "Amendment",
    "Attendee",
    "Basis",
    "Benchmark",
    "Campaign",
    "CampaignLink",
    "CarriedMatter",
    "Contact",
    "ContactNote",
    "Cycle",
    "Decision",
    "Demand",
    "DemoPoint",
    "Dimension",
    "Duty",
    "DutyLink",
    "DutyShare",
    "Enrolment",
    "Filing",
    "FilingAddress",
    "Goal",
    "GoalShare",
    "GoalValue",
    "HandOut",
    "Information",
    "Invitation",
    "Item",
    "ItemRecord",
    "Meeting",
    "Milestone",
    "ParticipantClass",
    "Phase",
    "PlanRevision",
    "Preset",
    "PresetStep",
    "PrintedPage",
    "Project",
    "Report",
    "ReportPoint",
    "Resource",
    "Responsibility",
    "Result",
    "Scan",
    "ScopeRule",
    "Sector",
    "Spread",
    "StartTick",
    "SubPlan",
    "SubPlanDuty",
    "Tag",
    "TaskSheet",
    "VersionReceipt",
]
