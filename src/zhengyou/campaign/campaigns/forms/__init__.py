"""Forms of the campaign pages, by what they concern."""

from zhengyou.campaign.campaigns.forms.campaign import (
    CampaignFilter,
    DutyForm,
    EvidenceForm,
    LaunchForm,
    ReasonForm,
    SheetFilter,
)

__all__ = ["CampaignFilter", "DutyForm", "EvidenceForm", "LaunchForm", "ReasonForm", "SheetFilter"]
