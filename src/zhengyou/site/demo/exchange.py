"""The upper platform in the demonstration: orders came by its workbook, one was answered; the classifier was taught."""

import datetime as dt

from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions.upper import Connection
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.instruments.complaints.upper.layout import Incoming, Read
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.bodies.models import Body

SAID = (
    (
        "complaint",
        "夜间施工噪声",
        "滨河小区南侧工地每晚十一点后仍在浇筑，噪声扰民，影响孩子休息。",
        "滨河小区",
        "环境污染",
    ),
    ("help", "路灯不亮", "学府路三盏路灯损坏半个月，下晚自习的学生看不清路。", "学府路", "城市公共设施"),
    ("complaint", "拖欠工资", "城东安置房项目拖欠工人两个月工资，项目部一直推脱。", "城东安置房工地", ""),
    ("consultation", "异地医保报销", "老人随子女在外地居住，门诊费用怎样备案和报销？", "", ""),
    ("suggestion", "公交线路延长", "建议2路公交车延长到新建的县医院，方便老年人看病。", "县医院新院区", "公共汽车"),
)
"""Kind, title, words, place, and the class as the platform names it."""
CROWD = "东湖花园小区门前的烧烤店每晚油烟直排、音响开到凌晨，老人和孩子都睡不着，反映多次没有结果"


def exchange(body: Body, actor: Actor) -> None:
    """Enter the platform, take its orders over, answer one, bring one matter by many people, and teach the classifier."""
    platform = actions.save_platform(Connection(name="青川市12345平台", code="demo12345"), body=body, actor=actor)
    now = clock.now().replace(microsecond=0)
    orders = {
        place: Incoming(
            number=f"QC{now:%Y%m}{place:04d}",
            kind=kind,
            title=title,
            text=text,
            place=where,
            category=category,
            received_at=now - dt.timedelta(days=place, hours=2),
            due_at=now + dt.timedelta(days=5 - place),
        )
        for place, (kind, title, text, where, category) in enumerate(SAID, 1)
    }
    actions.take_over_orders(platform, Read(orders), actor=actor)
    told = "异地长期居住人员可在国家医保服务平台应用或参保地窗口备案，备案后直接结算；未备案的保留票据回参保地报销。"
    asked = Complaint.objects.get(outer_system=platform.code, outer_number=orders[4].number)
    actions.answer(asked, text=told, actor=actor)
    for number in range(5):
        statement = actions.Statement(kind="complaint", text=f"{CROWD}，我住{number + 1}号楼。", place="东湖花园南门")
        actions.submit(statement, body=body)
    while actions.compare_new():
        continue
    actions.learn(actor=SYSTEM)
