"""Tables of runs and scores, of places and stars, and of findings."""

from zhengyou.mechanisms.scoring.models.findings import Appeal, Finding
from zhengyou.mechanisms.scoring.models.runs import Run, Score
from zhengyou.mechanisms.scoring.models.standings import Scale, Standing

__all__ = ["Appeal", "Finding", "Run", "Scale", "Score", "Standing"]
