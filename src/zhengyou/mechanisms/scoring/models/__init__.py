"""Tables of scoring: runs by one indicator with places, stars and findings; schemes of 100 points and assessments."""

from zhengyou.mechanisms.scoring.models.assessments import Assessment, Mark, Objection, Result, Snapshot, Use
from zhengyou.mechanisms.scoring.models.findings import Appeal, Finding
from zhengyou.mechanisms.scoring.models.runs import Inputs, Run, Score
from zhengyou.mechanisms.scoring.models.schemes import Part, PeerGroup, Scheme
from zhengyou.mechanisms.scoring.models.standings import Scale, Standing

__all__ = [
    "Appeal",
    "Assessment",
    "Finding",
    "Inputs",
    "Mark",
    "Objection",
    "Part",
    "PeerGroup",
    "Result",
    "Run",
    "Scale",
    "Scheme",
    "Score",
    "Snapshot",
    "Standing",
    "Use",
]
