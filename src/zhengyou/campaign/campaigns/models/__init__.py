"""Tables of campaigns, by what they concern."""

from zhengyou.campaign.campaigns.models.campaign import Campaign, Dimension, Duty, Item, Phase, TaskSheet
from zhengyou.campaign.campaigns.models.filing import Filing, FilingAddress, PlanRevision, SubPlan, SubPlanDuty
from zhengyou.campaign.campaigns.models.goals import Goal, GoalShare, GoalValue
from zhengyou.campaign.campaigns.models.handing import HandOut
from zhengyou.campaign.campaigns.models.means import ItemRecord, Preset, PresetStep
from zhengyou.campaign.campaigns.models.organisation import Resource, Responsibility
from zhengyou.campaign.campaigns.models.results import Alignment, AlignmentReading, Benchmark, Information, Result
from zhengyou.campaign.campaigns.models.scope import ParticipantClass, ScopeRule, Sector
from zhengyou.campaign.campaigns.models.sharing import CampaignLink, DutyLink, DutyShare, Tag
from zhengyou.campaign.campaigns.models.versions import AmendedPart, Amendment, Basis, VersionReceipt

__all__ = [
    "Alignment",
    "AlignmentReading",
    "AmendedPart",
    "Amendment",
    "Basis",
    "Benchmark",
    "Campaign",
    "CampaignLink",
    "Dimension",
    "Duty",
    "DutyLink",
    "DutyShare",
    "Filing",
    "FilingAddress",
    "Goal",
    "GoalShare",
    "GoalValue",
    "HandOut",
    "Information",
    "Item",
    "ItemRecord",
    "ParticipantClass",
    "Phase",
    "PlanRevision",
    "Preset",
    "PresetStep",
    "Resource",
    "Responsibility",
    "Result",
    "ScopeRule",
    "Sector",
    "SubPlan",
    "SubPlanDuty",
    "Tag",
    "TaskSheet",
    "VersionReceipt",
]
