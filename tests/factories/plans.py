"""Plans and campaigns."""

import datetime as dt

from tests.factories import access
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions as campaigns
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.campaign.plans import actions
from zhengyou.campaign.plans.models import Plan
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body

TEXT = """青禾县总工会
关于在窗口单位开展“三亮三比”活动的实施方案

为进一步提升窗口单位服务水平，制定本方案。

一、活动内容
(一)三亮
1.亮身份。窗口工作人员佩戴工作牌上岗。
2.亮标准。公开服务标准。
3.亮承诺。公开服务承诺。
(二)三比
1.比技能。
2.比作风。
3.比业绩。

二、实施步骤
(一)宣传发动阶段(2026年3月1日至3月31日)。各单位于2026年3月20日前报送活动方案。
(二)组织实施阶段(2026年4月1日至10月31日)。各单位每月5日前报送活动信息。
(三)总结提高阶段(2026年11月1日至11月30日)。各单位于2026年11月20日前报送活动总结。

青禾县总工会
2026年2月20日
"""
OFFICE = ("plans.read", "plans.manage", "campaigns.read", "campaigns.launch", "campaigns.check")


def plan(body: Body | None = None, actor: Actor | None = None, text: str = TEXT) -> Plan:
    """Return the first plan of ``text``, taken in and confirmed."""
    body = body or BodyFactory()
    actor = actor or access.actor(*OFFICE, body=body)
    one = actions.take_in(body=body, text=text, actor=actor)[0]
    for remark in one.remarks.all():
        actions.answer(remark, text="已核对，按原文执行。", actor=actor)
    return actions.confirm(one, actor=actor)


def campaign(body: Body | None = None, units: int = 2, actor: Actor | None = None) -> Campaign:
    """Return a running campaign of a body with some units below it."""
    body = body or BodyFactory()
    actor = actor or access.actor(*OFFICE, body=body)
    members = [BodyFactory(parent=body) for _ in range(units)]
    return campaigns.launch(plan(body, actor), units=members, actor=actor)


LAST_DAY = dt.date(2026, 11, 30)
