"""The style guide (样式手册): every component with realistic content, so that a change of looks can be looked at.

The content is invented and written here in Chinese: it is sample data, not text of the interface.
"""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengyou.kernel import clock
from zhengyou.registry.access.web import desk_view

PAGES = ("index", "list", "detail", "form", "charts", "public", "plain", "document", "wall", "rate")

UNITS = (
    ("青禾县政务服务中心综合一号窗口", 96.1, 94.8, 97.2, 1204, 1),
    ("不动产登记中心二号窗口", 94.6, 92.9, 96.0, 873, 0),
    ("税务局办税服务厅五号窗口", 93.8, 91.7, 95.5, 640, 2),
    ("人社局社保经办窗口", 92.2, 88.9, 94.8, 310, 1),
    ("公安局出入境接待大厅", 91.9, 90.2, 93.4, 1020, 0),
    ("县人民医院门诊收费处", 90.4, 88.8, 91.8, 1466, 4),
    ("市场监管局登记注册窗口", 89.7, 86.1, 92.7, 264, 0),
    ("青禾供水公司营业厅", 88.3, 79.0, 94.1, 41, 1),
    ("公交公司城南首末站", 87.5, 84.6, 90.0, 512, 3),
    ("柳溪镇便民服务中心", 86.2, 74.4, 93.6, 28, 0),
    ("卫健局许可审批窗口", 84.0, 78.7, 88.4, 176, 2),
    ("城北收费站三号车道", 79.3, 75.9, 82.4, 655, 6),
)


@dataclass(frozen=True)
class Thing:
    """A row of sample data with the attributes that a component reads."""

    label: str
    url: str = "#"
    active: bool = False
    open: bool = False
    count: int | None = None
    badge: str = ""
    tone: str = "neutral"
    state: str = ""
    note: str = ""
    icon: str = ""
    children: tuple["Thing", ...] = field(default=())


class FilterForm(forms.Form):
    """A filter bar."""

    name = forms.CharField(label="单位名称", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("1", "整改中"), ("2", "已办结")])
    since = forms.DateField(label="起始日期", required=False)
    overdue = forms.BooleanField(label="只看超期", required=False)


class OrderForm(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(label="整改事项", max_length=60, help_text="一句话写清问题，不写办事群众的姓名和电话。")
    body = forms.ChoiceField(label="责任单位", choices=[("", "请选择"), ("1", "县人社局"), ("2", "县供水公司")])
    due = forms.DateField(label="办结期限", help_text="按工作日计算，节假日顺延。")
    days = forms.IntegerField(label="提醒提前天数", initial=2, min_value=0)
    kind = forms.ChoiceField(
        label="问题类别", widget=forms.RadioSelect, choices=[("1", "服务态度"), ("2", "办事效率"), ("3", "业务能力")]
    )
    copies = forms.MultipleChoiceField(
        label="抄送",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "纪检监察组"), ("2", "活动办公室")],
        required=False,
    )
    text = forms.CharField(label="整改要求", widget=forms.Textarea)
    file = forms.FileField(label="附件", required=False, help_text="支持 PDF、Word、图片，单个文件不超过 20 MB。")
    public = forms.BooleanField(label="整改结果向社会公开", required=False)


def menu() -> list[tuple[str, list[Thing]]]:
    """Return a menu as `zhengyou.site.menus` makes it."""
    return [
        ("办公桌面", [Thing("待办事项", active=True, icon="inbox", badge="7"), Thing("通知公告", icon="bell")]),
        (
            "活动管理",
            [
                Thing("实施方案", icon="file-text"),
                Thing("活动进度", icon="flag"),
                Thing("任务清单", icon="clipboard-list"),
                Thing("三亮公开", icon="id-card"),
            ],
        ),
        (
            "评价与整改",
            [
                Thing("群众评价", icon="message-square"),
                Thing("整改督办", icon="hourglass", badge="3"),
                Thing("窗口榜单", icon="chart-column"),
            ],
        ),
        (
            "基础信息",
            [
                Thing("组织机构", icon="network"),
                Thing("人员岗位", icon="users"),
                Thing("时限日历", icon="calendar-days"),
            ],
        ),
    ]


def bodies() -> list[Thing]:
    """Return a tree of bodies."""
    halls = tuple(Thing(name) for name in ("综合受理科", "企业服务科", "投诉协调科"))
    offices = (
        Thing("县政府办公室"),
        Thing("县政务服务管理局", open=True, active=True, children=halls, badge="3"),
        Thing("县人力资源和社会保障局", children=(Thing("社会保险事业管理中心"),)),
        Thing("县市场监督管理局"),
        Thing("国家税务总局青禾县税务局"),
    )
    towns = tuple(Thing(name) for name in ("城关镇", "柳溪镇", "石门镇", "白杨乡"))
    return [Thing("青禾县人民政府", open=True, children=(*offices, Thing("乡镇人民政府", children=towns)))]


def orders(now: datetime) -> list[dict[str, Any]]:
    """Return rows of a list of orders."""
    states = (
        ("整改中", "info"),
        ("待核查", "warning"),
        ("已办结", "success"),
        ("已退回", "error"),
        ("待签收", "neutral"),
    )
    lights = ("blue", "yellow", "green", "red", "grey")
    return [
        {
            "number": f"青整改〔2026〕{40 - place}号",
            "unit": unit[0],
            "state": states[place % 5][0],
            "tone": states[place % 5][1],
            "colour": lights[place % 5],
            "due": now + timedelta(days=3 - place, hours=place),
            "score": unit[1],
        }
        for place, unit in enumerate(UNITS)
    ]


def history(now: datetime) -> list[dict[str, Any]]:
    """Return a history of an order."""
    rows = (
        ("核查不通过，退回整改", "政务服务管理局 核查岗 林一鸣", "error", "现场仍无座椅标识，请补充照片后再报。"),
        ("提交整改结果", "供水公司 经办 苏小禾", "info", "已增设等候座椅 12 张，公示预约电话。"),
        ("签收整改单", "供水公司 经办 苏小禾", "neutral", ""),
        ("差评转整改", "系统", "warning", "评价内容：等候时间过长，没有座位。"),
    )
    return [
        {"title": title, "who": who, "tone": tone, "text": text, "when": now - timedelta(hours=9 * place)}
        for place, (title, who, tone, text) in enumerate(rows)
    ]


def charts() -> dict[str, Any]:
    """Return the data of every kind of chart."""
    months = [f"2026-{month:02d}" for month in range(1, 11)]
    start = datetime(2026, 1, 1)  # noqa: DTZ001  a date only
    days = [(start + timedelta(days=day), round(18 + 12 * math.sin(day / 9) + (day * 7) % 11)) for day in range(181)]
    return {
        "caterpillar": {
            "rows": [
                {"name": name, "score": score, "low": low, "high": high, "n": n}
                for name, score, low, high, n, _orders in UNITS
            ],
            "mean": 89.9,
            "unit": "分",
        },
        "funnel": {
            "points": [{"name": name, "n": n, "value": score} for name, score, _low, _high, n, _orders in UNITS],
            "mean": 89.9,
            "sd": 24.0,
            "unit": "分",
        },
        "waterfall": {
            "steps": [
                {"name": "原始均分", "start": 0, "end": 84.1, "whole": True},
                {"name": "事项难易", "start": 84.1, "end": 86.4},
                {"name": "评价渠道", "start": 86.4, "end": 86.2},
                {"name": "评价数量", "start": 86.2, "end": 85.2},
                {"name": "得分", "start": 0, "end": 85.2, "whole": True},
            ],
            "unit": "分",
        },
        "trend": {
            "labels": months,
            "series": [
                {"name": "按期整改率", "values": [82.1, 84.0, 83.2, 88.5, 90.1, 91.4, 90.9, 93.3, 95.2, 96.2]},
                {"name": "群众满意率", "values": [90.2, 90.8, 91.5, 91.1, 92.6, 93.0, 93.8, 93.1, 94.4, 94.7]},
            ],
            "unit": "%",
        },
        "bars": {
            "labels": ["等候时间长", "一次性告知不清", "服务态度生硬", "材料反复提交", "设施不便"],
            "series": [{"name": "差评数", "values": [46, 31, 22, 18, 9], "tone": "warning"}],
            "horizontal": True,
            "unit": "件",
        },
        "calendar": {
            "days": [[day.strftime("%Y-%m-%d"), count if day.weekday() < 5 else count // 6] for day, count in days],
            "from": "2026-01-01",
            "to": "2026-06-30",
            "unit": "件",
        },
    }


def content(request: HttpRequest) -> dict[str, Any]:
    """Return the content of every page of the style guide."""
    now = clock.now()
    wrong = OrderForm({"title": "", "body": "", "due": "2026-13-40", "days": "2", "text": "请于期限内整改到位。"})
    return {
        "demo": True,
        "menus": menu(),
        "hats": [
            {"id": "1", "label": "县政务服务管理局 评价科 科长", "active": True},
            {"id": "2", "label": "活动办公室 联络员", "active": False},
        ],
        "account_name": "林一鸣",
        "account_url": "#",
        "logout_url": "#",
        "notices_url": "#",
        "unread": 5,
        "portal": {
            "name": "青禾县为民服务评价",
            "host": "青禾县政务服务管理局",
            "phone": "0000-12345",
            "icp": "示例备00000000号",
            "code": "0000000000",
        },
        "filter": FilterForm(request.GET or None),
        "form": OrderForm(),
        "wrong": wrong,
        "page": Paginator(orders(now) * 9, 10).get_page(request.GET.get("page")),
        "units": UNITS,
        "bodies": bodies(),
        "history": history(now),
        "charts": charts(),
        "tabs": [
            Thing("全部", active=True, count=108),
            Thing("待我办理", count=7),
            Thing("即将到期", count=3),
            Thing("已办结"),
        ],
        "steps": [
            Thing("动员部署", state="done", note="3 月 1 日至 3 月 31 日"),
            Thing("组织实施", state="current", note="4 月 1 日至 10 月 31 日"),
            Thing("总结评议", state="todo", note="11 月"),
            Thing("表扬激励", state="todo", note="12 月"),
        ],
        "files": [
            {"name": "整改情况报告.pdf", "url": "#", "size": 1_423_000, "note": "苏小禾 2026-11-20 上传"},
            {"name": "现场照片（增设座椅后）.jpg", "url": "#", "size": 684_200, "remove_url": "#"},
        ],
        "levels": [
            {"label": "非常满意", "count": 812, "tone": "level-5"},
            {"label": "满意", "count": 301, "tone": "level-4"},
            {"label": "基本满意", "count": 64, "tone": "level-3"},
            {"label": "不满意", "count": 19, "tone": "level-2"},
            {"label": "非常不满意", "count": 8, "tone": "level-1"},
        ],
        "faces": [(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
        "praise": ["态度热情", "业务熟练", "一次办成", "等候时间短", "流程清楚", "环境整洁"],
        "blame": ["等候时间长", "一次性告知不清", "态度生硬", "材料反复提交", "超过承诺时限", "设施不便"],
        "now": now,
        "group_text": "【催办】青整改〔2026〕38号将于 11 月 24 日到期，请县供水公司尽快反馈整改结果。\nhttps://example.invalid/o/38",
    }


@require_safe
@desk_view()
def show(request: HttpRequest, page: str = "index") -> HttpResponse:
    """Show one page of the style guide."""
    if page not in PAGES:
        raise Http404
    return render(request, f"styleguide/{page}.html", content(request))
