"""Tables of ratings."""

from zhengyou.instruments.ratings.models.giving import (
    Addition,
    DayTally,
    Invitation,
    MonthTally,
    PraiseReport,
    Rating,
    Release,
    Tag,
    TagSet,
    invitation_code,
)
from zhengyou.instruments.ratings.models.incoming import OutsideOrder, RatedElsewhere
from zhengyou.instruments.ratings.models.inviting import TextInvitation, Ticket
from zhengyou.instruments.ratings.models.kiosks import Kiosk, KioskParcel
from zhengyou.instruments.ratings.models.log import LogBlock, LogHead, LogLeaf, LogSalt
from zhengyou.instruments.ratings.models.loop import Appeal, Caller, Handling, LoopRule, Retaliation, Unsealing
from zhengyou.instruments.ratings.models.outward import Delivery, Push, UpperPlatform, Webhook
from zhengyou.instruments.ratings.models.panels import Judgement, Panel, Seat

__all__ = [
    "Addition",
    "Appeal",
    "Caller",
    "DayTally",
    "Delivery",
    "Handling",
    "Invitation",
    "Judgement",
    "Kiosk",
    "KioskParcel",
    "LogBlock",
    "LogHead",
    "LogLeaf",
    "LogSalt",
    "LoopRule",
    "MonthTally",
    "OutsideOrder",
    "Panel",
    "PraiseReport",
    "Push",
    "RatedElsewhere",
    "Rating",
    "Release",
    "Retaliation",
    "Seat",
    "Tag",
    "TagSet",
    "TextInvitation",
    "Ticket",
    "Unsealing",
    "UpperPlatform",
    "Webhook",
    "invitation_code",
]
