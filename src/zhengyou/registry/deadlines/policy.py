"""The default rule pack and office hours: numbers with their sources, as data that a place may replace.

Sources are those of the domain survey; what no public source states is marked ``verified=False`` and must never be
shown as a national rule.
"""

import datetime as dt
from dataclasses import dataclass

from zhengyou.registry.deadlines.reckoning import Ending, OfficeHours, Unit

PACK_CODE = "default"
PACK_TITLE = "平台默认时限规则"
PACK_SOURCE = "平台默认值；各条依据见“依据”栏，标“待核实”的条目启用前请按本地文件核定"
PACK_VALID_FROM = dt.date(2000, 1, 1)

OFFICE_HOURS = OfficeHours(((dt.time(9), dt.time(12)), (dt.time(14), dt.time(17, 30))))
"""Office hours of the default pack; no national rule states them (place them in a local pack)."""

WARN_AT_PERCENT = 50
WARN_WORKING_DAYS = 1
"""Blue from half of the term, yellow one working day before it ends (domain survey 3.2)."""

SWEEP_BATCH = 500
"""Clocks that one run of the sweep looks at, so that its transaction stays short."""


@dataclass(frozen=True, slots=True)
class Default:
    """One rule of the default pack; ``most_extension`` is the most that may be added in the same unit (0: none)."""

    key: str
    title: str
    amount: int
    unit: Unit
    source: str
    most_extension: int | None = None
    ending: Ending = Ending.CLOSING
    verified: bool = True
    note: str = ""


_WD, _ND, _WH, _H = Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.WORKING_HOUR, Unit.HOUR

DEFAULT_RULES: tuple[Default, ...] = (
    # 好差评: the domain survey's section 1.5
    Default("rating.contact", "差评联系评价人", 1, _WD, "《安阳市政务服务条例》第五十二条", 0),
    Default("rating.rectify", "差评核实、整改并反馈", 5, _WD, "德州市政务服务“好差评”做法；各地另有7日、15个工作日", 5),
    Default(
        "rating.at_once",
        "差评即知即改",
        1,
        _WD,
        "《安阳市政务服务条例》第五十二条（诉求明确合理的即时整改）；时长无统一规定",
        0,
        verified=False,
    ),
    Default("rating.reopen", "评价人要求重新办理的期限", 15, _ND, "无统一规定", 0, Ending.MIDNIGHT, verified=False),
    Default("rating.recall", "差评整改后回访", 1, _WD, "无统一规定", 0, verified=False),
    Default("rating.appeal", "差评申诉复核", 5, _WD, "无统一规定", 5, verified=False),
    Default(
        "rating.window",
        "评价有效期",
        7,
        _ND,
        "广东省2019年试行规定（逾期该省作默认评价；本平台逾期计为未评价）",
        0,
        Ending.MIDNIGHT,
    ),
    # 诉求: the domain survey's section 2.2
    Default("complaint.sign", "诉求签收", 24, _H, "准格尔旗12345考核：24小时签收（转引）", 0, verified=False),
    Default("complaint.return", "退回不属职责的诉求", 24, _H, "《安阳市政务服务条例》第五十条", 0),
    Default("complaint.contact", "诉求联系来电人", 1, _WD, "无统一规定", 0, verified=False),
    Default(
        "complaint.reply",
        "诉求办理答复",
        5,
        _WD,
        "《济南市12345市民服务热线条例》；《潍坊市12345政务服务便民热线条例》；《安阳市政务服务条例》第五十条（经批准可延长5个工作日）",
        5,
    ),
    Default("complaint.consultation", "咨询答复", 3, _WD, "某市局12345办理规定：当日不能答复的3个工作日", 0),
    Default("complaint.recall", "办结后回访", 1, _WD, "某市局12345办理规定：办结次日回访", 0),
    Default("complaint.triage", "诉求受理分派", 1, _WD, "无统一规定", 0, verified=False),
    Default("complaint.reopen", "诉求人申请再次办理", 15, _ND, "无统一规定", 0, Ending.MIDNIGHT, verified=False),
    Default(
        "complaint.follow_up", "答复后跟踪回访", 28, _ND, "无统一规定（答复四周后）", 0, Ending.MIDNIGHT, verified=False
    ),
    Default("complaint.investigate", "举报核查答复", 60, _ND, "《信访工作条例》（可延长30日）", 30, Ending.MIDNIGHT),
    Default("petition.accept", "信访受理告知", 15, _ND, "《信访工作条例》", 0, Ending.MIDNIGHT),
    Default("petition.handle", "信访办理", 60, _ND, "《信访工作条例》（可延长30日）", 30, Ending.MIDNIGHT),
    # 交办督办
    Default("order.dispatch", "督办单分办", 1, _WD, "无统一规定", 0, verified=False),
    Default("order.contact", "督办单联系提出人", 1, _WD, "无统一规定", 0, verified=False),
    Default(
        "order.return",
        "退回不属职责的督办单",
        1,
        _WD,
        "无统一规定；诉求类按《安阳市政务服务条例》第五十条",
        0,
        verified=False,
    ),
    Default("order.decide", "退回裁定", 1, _WD, "无统一规定", 0, verified=False),
    Default("order.recall", "督办单办结前回访", 3, _WD, "无统一规定", 0, verified=False),
    Default("order.reopen", "办结后可重新办理的期限", 30, _ND, "无统一规定", 0, Ending.MIDNIGHT, verified=False),
    Default("order.sign", "督办单签收", 1, _WD, "无统一规定", 0, verified=False),
    Default("order.handle", "督办单办理", 5, _WD, "无统一规定", 5, verified=False),
    Default("order.rectify", "问题整改", 15, _WD, "无统一规定", 15, verified=False),
    Default("order.verify", "整改核验", 3, _WD, "无统一规定", 0, verified=False),
    # 政务服务: its section 3.1
    Default(
        "service.tell_once",
        "一次性告知补正",
        5,
        _WD,
        "《行政许可法》第三十二条（逾期不告知的，自收到之日起即为受理）",
        0,
    ),
    Default("service.precheck", "网上申请预审", 1, _WD, "《安阳市政务服务条例》第四十二条", 0),
    Default(
        "service.licence", "行政许可决定", 20, _WD, "《行政许可法》第四十二条（经本机关负责人批准可延长10个工作日）", 10
    ),
    Default(
        "service.licence_joint",
        "联合办理行政许可",
        45,
        _WD,
        "《行政许可法》第四十二条（经本级政府负责人批准可延长15个工作日）",
        15,
    ),
    Default(
        "service.promise",
        "承诺时限内办结",
        20,
        _WD,
        "办事指南的承诺时限；指南未写明的，不超过《行政许可法》第四十二条的二十个工作日",
        10,
    ),
    Default(
        "service.first_asked",
        "首问事项答复",
        3,
        _WD,
        "首问负责制通行做法（回执写明答复时限）；时长无统一规定",
        verified=False,
    ),
    Default(
        "service.lenient",
        "容缺受理后补正",
        10,
        _WD,
        "《安阳市政务服务条例》第二十四条（一次性告知补正时限，逾期视为撤回）；时长无统一规定",
        verified=False,
    ),
    Default(
        "service.promise_check",
        "告知承诺事后核查",
        60,
        _WD,
        "《安阳市政务服务条例》第二十五条至第二十九条（先作决定、事后核查）；时长无统一规定",
        verified=False,
    ),
    Default("service.deliver", "颁发送达许可证件", 10, _WD, "《行政许可法》第四十四条", 0),
    # 公示、审批、活动任务
    Default(
        "publicity",
        "公示期",
        5,
        _WD,
        "评选表彰工作通行做法：不少于5个工作日（转引）",
        None,
        Ending.MIDNIGHT,
        verified=False,
    ),
    Default("approval.step", "审批环节办理", 3, _WD, "无统一规定", 3, verified=False),
    Default("duty", "活动任务报送", 5, _WD, "无统一规定；实施方案写明日期的从其规定", 5, verified=False),
    Default("paper.receipt", "公文签收", 2, _WD, "无统一规定", 0, verified=False),
)


@dataclass(frozen=True, slots=True)
class DefaultRung:
    """One rung of the default ladder; ``after``: working days after the due moment, ``told``: words of `enums.Told`."""

    key: str
    grade: int
    after: int
    told: tuple[str, ...]
    source: str
    verified: bool = True


_LADDER = (
    # grade (1 blue … 6 circular), working days after the due moment, who is told, source
    (1, 0, ("liaison",), "宿迁市2025年督查“三色预警”做法：临期亮蓝灯", True),
    (2, 0, ("liaison", "head"), "宿迁市2025年督查“三色预警”做法：滞后亮黄灯", True),
    (
        3,
        0,
        ("liaison", "head", "leader"),
        "宿迁市2025年督查“三色预警”做法：逾期亮红灯；某市局12345办理规定：逾期次日下达《催办通知书》并抄送分管领导",
        True,
    ),
    (
        4,
        2,
        ("liaison", "head", "leader", "supervision"),
        "《济南市12345市民服务热线条例》《潍坊市12345政务服务便民热线条例》的督办情形；时限无统一规定",
        False,
    ),
    (5, 4, ("supervision",), "《潍坊市12345政务服务便民热线条例》第二十六条（约谈督办）；时限无统一规定", False),
    (6, 5, ("supervision",), "某市局12345办理规定：催办后逾期5个工作日仍未办结的，书面通报批评", True),
)
LADDER_KEYS = ("complaint.reply", "order.handle", "order.rectify", "rating.rectify")
"""The limits whose clocks climb the whole default ladder: those of putting right."""
SHORT_LADDER_KEYS = ("complaint.sign", "order.sign")
"""The limits whose clocks stop at red: the stage after them climbs on. Clocks of other limits only show their light."""

DEFAULT_RUNGS = (
    *(DefaultRung(key, *rung) for key in LADDER_KEYS for rung in _LADDER),
    *(DefaultRung(key, *rung) for key in SHORT_LADDER_KEYS for rung in _LADDER[:3]),
)

PACKAGE_SOURCE = "chinesecalendar 1.11（据国务院办公厅历年节假日安排通知整理）"
"""Where packaged years come from."""
