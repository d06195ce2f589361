"""How long the plan compiler takes: an ordinary plan, and five megabytes of the shapes that are dear to read."""

from __future__ import annotations

import time
from collections.abc import Iterator

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.site.gauge.figures import Figure
from zhengyou.site.gauge.stand import Stand

_PLAN = """关于开展“三亮三比三评”活动的实施方案
各乡镇工会、县直各窗口单位:
为改进窗口服务,制定本方案。
一、活动内容
(一)开展“三亮”活动。“三亮”即亮身份、亮职责、亮承诺。
(二)开展“三比”(比技能、比作风、比业绩)活动。
(三)开展“三评”活动。一是群众评议。二是党员互评。三是领导点评。
二、实施步骤
(一)宣传发动阶段(2026年3月上旬至中旬)。召开动员会,各单位于3月31日前报送活动方案。
(二)组织实施阶段(2026年3月21日至10月31日)。各单位每季度报送一次进展情况。
(三)总结评定阶段(2026年11月)。评定“服务标兵”20名、“示范窗口”10个。
三、工作要求
成立活动领导小组,领导小组下设办公室。考核按服务态度40分、办事效率30分、办事纪律30分进行。
"""
_LENGTH = 1_700_000
"""Chinese characters of five megabytes of text."""
_DEAR = (
    _PLAN,
    "推荐3名",
    "、优秀等",
    "“三亮",
    "成立工作",
    "5月1日前完成",
    "a\t1\n",
    "项目 分值\n",
    "“六比六创”",
    "由科负责",
    "(一)",
)


def plans(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure the compiler, which shall read an ordinary plan in 300 ms and five megabytes in ten seconds."""
    del where, seconds
    ordinary = _PLAN * 8
    compile_text(ordinary)
    yield Figure("plans: an ordinary plan of 3,000 characters", round(1000 * _spent(ordinary)), "ms")
    yield Figure("plans: five megabytes, the dearest shape", round(max(_spent(_long(unit)) for unit in _DEAR), 1), "s")


def _spent(text: str) -> float:
    begin = time.perf_counter()
    compile_text(text)
    return time.perf_counter() - begin


def _long(unit: str) -> str:
    return unit * (_LENGTH // len(unit))
