"""Numbers and word lists of papers that a place may set."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence

PROCEDURE = "paper"
"""The approval procedure through which papers go: 经办→审核→签发."""

RECEIPT_RULE = "paper.receipt"
"""The rule of the rule packs by which a recipient signs for a paper; later the receipt is overdue."""

RED_HEAD_STANDARD_FROM = dt.date(2012, 7, 1)
"""GB/T 9704-2012 in force: subject words (主题词) and 抄报 stand on older papers only."""

MOST_CHARACTERS = 5000
"""Longest text of a policy paper by 整治形式主义为基层减负若干规定 (2024)."""

ISSUING_OFFICE = "办公室"
"""Of the internal offices of a body only this one issues papers outward (GB/T 9704 practice)."""

TITLE_ENDS = {
    "decision": "决定",
    "notice": "通知",
    "circular": "通报",
    "report": "报告",
    "request": "请示",
    "reply": "批复",
    "letter": "函",
    "minutes": "纪要",
    "opinions": "意见",
}
"""How the title of each kind ends."""

WORKING_PAPERS = ("方案", "公示", "督办单", "整改单", "工作要点", "计划", "简报")
"""What gets no red head of its own and goes out as the attachment of a 通知."""

URGENCY_WORDS = {"": "", "urgent": "加急", "most": "特急"}
"""What is printed for each degree of urgency (平急程度)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that the check looks for: what to write instead (empty: nothing fixed), why, and whether it must go."""

    word: str
    instead: str
    why: Sentence
    must: bool = False


_HONOURS = _("Without an approved programme of commendation only circulated praise is lawful (rules of 2018).")
_FORMALISM = _("Rules on relieving the grass roots forbid this way of assessing.")

WORDS: tuple[Word, ...] = (
    Word("表彰决定", "通报表扬决定", _HONOURS, must=True),
    Word("表彰奖励", "通报表扬", _HONOURS, must=True),
    Word("表彰", "通报表扬", _HONOURS, must=True),
    Word("授牌", "发放岗位标识", _HONOURS, must=True),
    Word("授予荣誉称号", "评定等次", _HONOURS, must=True),
    Word("命名为", "评定为", _HONOURS),
    Word("奖金", "", _("Money needs another basis that is cited.")),
    Word("打卡签到", "", _FORMALISM),
    Word("积分排名", "", _FORMALISM),
    Word("点赞数", "", _FORMALISM),
    Word("微信投票", "", _FORMALISM),
)
"""Words of the house's check, longer ones before those they contain."""

INCOMING_CODE = "收"
"""The word of every unit's register of incoming papers: 收〔2026〕12号."""

RESOLUTION_CODE = "决"
"""The word of every body's register of decisions: 决〔2026〕3号."""

MOST_STEPS_OF_BASIS = 20
"""So many documents are followed upward or downward along a chain of basis documents."""
