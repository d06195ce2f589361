"""Readings of campaigns, by what they concern."""

from zhengyou.campaign.campaigns.queries.campaign import (
    LATE,
    Progress,
    overdue,
    progress,
    readable,
    sheets_for,
    under_way,
)

__all__ = ["LATE", "Progress", "overdue", "progress", "readable", "sheets_for", "under_way"]
