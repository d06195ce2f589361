"""Verbs of scoring."""

from zhengyou.mechanisms.scoring.actions.findings import answer, appeal, decide
from zhengyou.mechanisms.scoring.actions.runs import compute, input_hash, publish
from zhengyou.mechanisms.scoring.actions.standings import correct_star, freeze_stars

__all__ = ["answer", "appeal", "compute", "correct_star", "decide", "freeze_stars", "input_hash", "publish"]
