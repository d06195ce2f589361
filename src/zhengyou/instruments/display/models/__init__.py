"""Tables of what units show: promises, people, posts, practical matters, and what hangs where."""

from zhengyou.instruments.display.models.cards import Card
from zhengyou.instruments.display.models.commitments import Commitment, Fulfilment, Judgement, Remark
from zhengyou.instruments.display.models.matters import Brand, PracticalMatter, Progress, Proof
from zhengyou.instruments.display.models.pledges import Pledge, PledgeTemplate, Standard
from zhengyou.instruments.display.models.postings import Asset, DisplayItem, Posting, Spot
from zhengyou.instruments.display.models.posts import Area, DemonstrationPost, PostType

__all__ = [
    "Area",
    "Asset",
    "Brand",
    "Card",
    "Commitment",
    "DemonstrationPost",
    "DisplayItem",
    "Fulfilment",
    "Judgement",
    "Pledge",
    "PledgeTemplate",
    "PostType",
    "Posting",
    "PracticalMatter",
    "Progress",
    "Proof",
    "Remark",
    "Spot",
    "Standard",
]
