"""Tables of campaigns, by what they concern."""

from zhengyou.campaign.campaigns.models.campaign import Campaign, Dimension, Duty, Item, Phase, TaskSheet

__all__ = ["Campaign", "Dimension", "Duty", "Item", "Phase", "TaskSheet"]
