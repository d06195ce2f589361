"""Tables of ratings."""

from zhengyou.instruments.ratings.models.giving import (
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
from zhengyou.instruments.ratings.models.log import LogBlock, LogHead, LogLeaf, LogSalt
from zhengyou.instruments.ratings.models.loop import Appeal, Caller, Handling, LoopRule, Retaliation, Unsealing

__all__ = [
    "Appeal",
    "Caller",
    "DayTally",
    "Handling",
    "Invitation",
    "LogBlock",
    "LogHead",
    "LogLeaf",
    "LogSalt",
    "LoopRule",
    "MonthTally",
    "PraiseReport",
    "Rating",
    "Release",
    "Retaliation",
    "Tag",
    "TagSet",
    "Unsealing",
    "invitation_code",
]
