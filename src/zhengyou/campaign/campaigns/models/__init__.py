"""Tables of campaigns, by what they concern."""

from zhengyou.campaign.campaigns.models.campaign import Campaign, Dimension, Duty, Item, Phase, TaskSheet
from zhengyou.campaign.campaigns.models.handing import HandOut

__all__ = ["Campaign", "Dimension", "Duty", "HandOut", "Item", "Phase", "TaskSheet"]
