"""Numbers and keys of this room; a rule pack or campaign may set others."""

import datetime as dt
from typing import Any

RULE_OF_TRIAGE = "complaint.triage"
RULE_OF_CONSULTATION = "complaint.consultation"
RULE_OF_REOPENING = "complaint.reopen"
RULE_OF_FOLLOW_UP = "complaint.follow_up"
RULE_OF_INQUIRY = "complaint.investigate"

TEXT_LENGTH = 4000
TITLE_LENGTH = 60

RATES: dict[str, Any] = {
    "name": "三率（通用口径）",
    "source": "响应率、解决率、满意率的通用定义；权重30/35/35见准格尔旗12345考核（转引，启用前请按本地文件核定）",
    "rates": [
        {"name": "response", "values": ["in_time"], "of": ["in_time", "late", "never"], "weight": 30},
        {"name": "resolution", "values": ["resolved"], "of": ["resolved", "unresolved"], "weight": 35},
        {
            "name": "satisfaction",
            "values": ["satisfied"],
            "of": ["satisfied", "neutral", "dissatisfied"],
            "weight": 35,
        },
    ],
    "answer_days": 15,
    "least": 30,
    "lists": False,
    "list_length": 3,
}
"""The formula of the three rates where a place entered none: formulas, weights and denominators are data."""

MAIL_PATIENCE = 20
"""Seconds that a mailbox is waited for."""
MAIL_BATCH = 30
"""So many messages are taken in at one look."""

LESSON_DECISIONS = 20_000
"""So many of the latest decided matters are learned from."""

POINTS_TABLE, POINTS_PLATFORM, POINTS_PRECEDENT, POINTS_RETURNED = 100, 50, 40, 15
"""What speaks for a unit: the responsibility table, the platform's naming, such matters before; against: returns upheld."""
PRECEDENT_DAYS = 180

LIKENESS_DAYS = 30
"""So far back a matter is compared."""
LIKENESS_HERE, LIKENESS_ELSEWHERE = 0.25, 0.4
"""From this resemblance on two matters may be one: at the same place, and where the place is not known to be the same.

Among 2,816 real letters 0.4 finds 84 pairs, all of them plainly the same matter; at 0.2 different matters of one
street begin.
"""
LIKENESS_PLACE = 0.5
"""From this resemblance on two descriptions of a place mean the same."""
LIKENESS_DEGREES = 0.003
"""About 300 metres."""
LIKENESS_CANDIDATES = 60
LIKENESS_MOST = 5
"""So many proposals at most for one matter."""
MASS_LEAST, MASS_DAYS = 5, 7
"""So many alike matters within so many days are a matter of many people."""

UPPER_TEXT_LENGTH = TEXT_LENGTH
UPPER_ROWS = 2000
"""So many orders at most come in one workbook of the upper platform."""
UPPER_MOST_ITEMS = 500
"""So many orders are taken over from one answer of its program; the rest comes with the next asking."""
UPPER_MOST_BYTES = 20 * 1024 * 1024
UPPER_PATIENCE = 20
"""Seconds that its program is waited for."""
UPPER_TRIES = 8
UPPER_WAIT = dt.timedelta(minutes=2)
"""A reply is tried so often, the wait doubling from this: some four hours in all, then a person sends it."""
UPPER_BATCH = 20
"""So many replies are sent in one job."""

UPPER_COLUMNS: dict[str, list[dict[str, Any]]] = {
    "in": [
        {"field": "number", "heading": "工单编号", "spellings": ("工单号", "编号", "诉求编号"), "key": "number"},
        {"field": "title", "heading": "工单标题", "spellings": ("标题", "诉求标题", "主题"), "key": "title"},
        {"field": "text", "heading": "诉求内容", "spellings": ("工单内容", "内容", "内容描述"), "key": "content"},
        {
            "field": "kind",
            "heading": "工单类型",
            "spellings": ("诉求类型", "诉求性质", "类型"),
            "key": "type",
            "words": {
                "咨询": "consultation", "求助": "help", "投诉": "complaint", "举报": "report", "建议": "suggestion",
                "意见": "opinion", "表扬": "praise", "感谢": "praise", "求决": "help", "投诉举报": "complaint",
            },
        },
        {"field": "category", "heading": "诉求分类", "spellings": ("分类", "事项分类"), "key": "category"},
        {"field": "received_at", "heading": "受理时间", "spellings": ("来电时间", "登记时间"), "key": "accepted_at"},
        {"field": "due_at", "heading": "办理时限", "spellings": ("截止时间", "办结期限", "处理时限"), "key": "deadline"},
        {"field": "caller_name", "heading": "来电人", "spellings": ("诉求人", "联系人", "姓名"), "key": "caller.name"},
        {"field": "caller_phone", "heading": "联系电话", "spellings": ("来电号码", "电话"), "key": "caller.phone"},
        {"field": "place", "heading": "事发地址", "spellings": ("地址", "问题地址", "事发地点"), "key": "address"},
        {"field": "unit", "heading": "承办单位", "spellings": ("主办单位", "派单单位"), "key": "unit"},
        {"field": "state", "heading": "工单状态", "spellings": ("状态",), "key": "state"},
    ],
    "out": [
        {"field": "number", "heading": "工单编号", "key": "number"},
        {"field": "our_unit", "heading": "承办单位", "key": "unit"},
        {"field": "contacted_at", "heading": "联系时间", "key": "contacted_at"},
        {"field": "replied_at", "heading": "办结时间", "key": "finished_at"},
        {"field": "reply", "heading": "办理结果", "key": "result"},
        {
            "field": "solved",
            "heading": "是否解决",
            "key": "solved",
            "words": {"已解决": "solved", "未解决": "not_solved"},
        },
        {"field": "satisfaction", "heading": "满意度", "key": "satisfaction"},
    ],
}  # fmt: skip
"""The columns of work-order sheets in common use; a platform's own take their place when it is entered."""

PICTURES = 4
PICTURE_BYTES = 8 * 1024 * 1024

SUBMISSIONS = 20
"""Matters that one network may submit on the web within `SUBMISSIONS_IN`."""
SUBMISSIONS_IN = dt.timedelta(hours=1)

LOOKS = 60
"""Numbers and codes that one network may try within `LOOKS_IN`."""
LOOKS_IN = dt.timedelta(minutes=10)

MESSAGES = 20
"""Messages, ratings and re-openings that one network may send within `MESSAGES_IN`."""
MESSAGES_IN = dt.timedelta(hours=1)

REOPENINGS = 2
"""So often a complainant may have one matter handled again; afterwards the review above is open."""

DEGREES = 180
"""No place on earth has more degrees."""
