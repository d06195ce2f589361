"""Verbs of scoring: comparisons, stars and findings; schemes, marks, assessments, objections and uses."""

from zhengyou.mechanisms.scoring.actions.assessing import begin, collect, drop, reckon
from zhengyou.mechanisms.scoring.actions.findings import answer, appeal, decide
from zhengyou.mechanisms.scoring.actions.following import note_use, settle_use
from zhengyou.mechanisms.scoring.actions.marking import assess, lift, note_event, self_check
from zhengyou.mechanisms.scoring.actions.releasing import (
    answer_objection,
    correct,
    object_to,
    preview,
    publish_approved,
    return_unapproved,
    submit_results,
)
from zhengyou.mechanisms.scoring.actions.runs import ask, compare, compute
from zhengyou.mechanisms.scoring.actions.schemes import (
    add_part,
    adopt,
    design,
    drop_part,
    freeze,
    name_group,
    revise,
    set_part,
    set_rules,
    submit,
    unfreeze,
    weigh_impact,
)
from zhengyou.mechanisms.scoring.actions.standings import correct_star, freeze_stars

__all__ = [
    "add_part",
    "adopt",
    "answer",
    "answer_objection",
    "appeal",
    "ask",
    "assess",
    "begin",
    "collect",
    "compare",
    "compute",
    "correct",
    "correct_star",
    "decide",
    "design",
    "drop",
    "drop_part",
    "freeze",
    "freeze_stars",
    "lift",
    "name_group",
    "note_event",
    "note_use",
    "object_to",
    "preview",
    "publish_approved",
    "reckon",
    "return_unapproved",
    "revise",
    "self_check",
    "set_part",
    "set_rules",
    "settle_use",
    "submit",
    "submit_results",
    "unfreeze",
    "weigh_impact",
]
