"""Verbs of campaigns, by what they concern."""

from zhengyou.campaign.campaigns.actions.leading import add_duty, add_units, conclude, launch, withdraw
from zhengyou.campaign.campaigns.actions.sheets import accept, cancel, return_sheet, submit, take_back

__all__ = [
    "accept",
    "add_duty",
    "add_units",
    "cancel",
    "conclude",
    "launch",
    "return_sheet",
    "submit",
    "take_back",
    "withdraw",
]
