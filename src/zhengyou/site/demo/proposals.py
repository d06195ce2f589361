"""What a language model proposed of the draft of the county's next plan: it waits for somebody to take or reject it."""

import json

from zhengyou.campaign.plans import actions
from zhengyou.campaign.plans.compiler.draft import Span
from zhengyou.campaign.plans.extractor.answers import draft_of, findings
from zhengyou.campaign.plans.extractor.parts import cut
from zhengyou.campaign.plans.extractor.veil import veil
from zhengyou.campaign.plans.models import ModelReading, Plan
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM

HOST, NAME = "model.qinghe.example", "示范模型"
FOUND = (
    {"kind": "goal", "quote": "让群众少跑一趟路、少等一刻钟", "name": "少跑一趟路、少等一刻钟"},
    {"kind": "goal", "quote": "高频事项办理时限再压缩三分之一", "name": "高频事项办理时限", "target": "再压缩三分之一"},
    {"kind": "duty", "quote": "每月选一个窗口现场观摩", "name": "选一个窗口现场观摩", "recurrence": "monthly"},
    {"kind": "demand", "quote": "各单位主要负责人要亲自跑一遍流程", "name": "各单位主要负责人要亲自跑一遍流程"},
)


def propose(plan: Plan) -> None:
    """Let the model have read a plan in which all of FOUND stands; of any other nothing was asked."""
    text = veil(plan.excerpt)
    (part, *_more) = cut(text.text, plan.starts_at)
    found = findings(json.dumps({"findings": FOUND}), part)
    if not found or len(found) < len(FOUND):
        return
    reading = ModelReading.objects.create(
        plan=plan, host=HOST, model_name=NAME, parts=1, hidden=text.hidden, asked_at=clock.now()
    )
    reading = actions.keep_part(reading, draft_of(found, Span(plan.starts_at, plan.ends_at)), actor=SYSTEM)
    actions.finish_reading(reading, actor=SYSTEM)
