"""Words by which an item of a plan is bound to an instrument, and limits of recurring duties; defaults that stand."""

from dataclasses import dataclass

from zhengyou.campaign.campaigns.enums import Capability, Rank
from zhengyou.campaign.plans.enums import Mechanism
from zhengyou.registry.bodies.enums import Kind

BINDINGS: tuple[tuple[str, Capability], ...] = (
    ("群众评", Capability.PUBLIC_RATING),
    ("群众满意", Capability.PUBLIC_RATING),
    ("社会评", Capability.PUBLIC_RATING),
    ("服务对象评", Capability.PUBLIC_RATING),
    ("领导点评", Capability.LEADER_COMMENT),
    ("领导评", Capability.LEADER_COMMENT),
    ("互评", Capability.PEER_REVIEW),
    ("党员评", Capability.PEER_REVIEW),
    ("承诺", Capability.COMMITMENT),
    ("标准", Capability.STANDARD),
    ("亮", Capability.DISPLAY),
    ("比", Capability.CONTEST),
    ("赛", Capability.CONTEST),
    ("创", Capability.AWARD),
    ("争", Capability.AWARD),
    ("评选", Capability.AWARD),
    ("规范", Capability.CHECK),
    ("查", Capability.CHECK),
)
"""Looked through in order where the plan asks for no mechanism: the first word in an item's name (or its dimension's)."""

CAPABILITIES: dict[str, Capability] = {
    Mechanism.DISPLAY: Capability.DISPLAY,
    Mechanism.COMMITMENT: Capability.COMMITMENT,
    Mechanism.STANDARD: Capability.STANDARD,
    Mechanism.CONTEST: Capability.CONTEST,
    Mechanism.PEER_REVIEW: Capability.PEER_REVIEW,
    Mechanism.LEADER_COMMENT: Capability.LEADER_COMMENT,
    Mechanism.PUBLIC_RATING: Capability.PUBLIC_RATING,
    Mechanism.SURVEY: Capability.PUBLIC_RATING,
    Mechanism.CHECK: Capability.CHECK,
    Mechanism.RECTIFICATION: Capability.CHECK,
    Mechanism.ASSESSMENT: Capability.CHECK,
    Mechanism.AWARD: Capability.AWARD,
}
"""Which instrument records what a clause asks for; what stands not here is shown by evidence (a duty)."""

BINDING_REACH = 300
"""Characters behind an item in which the text says how it is done."""

KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("各镇", Kind.TOWN),
    ("各乡", Kind.TOWN),
    ("街道", Kind.TOWN),
    ("社区", Kind.COMMUNITY),
    ("各村", Kind.COMMUNITY),
    ("学校", Kind.SCHOOL),
    ("医院", Kind.HOSPITAL),
    ("医疗", Kind.HOSPITAL),
    ("银行", Kind.BANK),
    ("企业", Kind.ENTERPRISE),
    ("事业单位", Kind.INSTITUTION),
    ("各部门", Kind.GOVERNMENT),
    ("机关", Kind.GOVERNMENT),
    ("工会", Kind.UNION),
)
"""Words of a plan's scope and of its recipients that name a kind of unit."""

MONTHS = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""Rhythms counted in months; weekly is seven days."""

MOST_OCCURRENCES = 120
"""A recurring duty gives at most so many task sheets to a unit; more would be an error of the dates."""

SHEETS_AT_ONCE = 5_000
"""More task sheets than this are handed out behind the scenes, with their progress on the campaign's page."""

UNITS_A_TIME = 250
"""So many units get their sheets in one piece of that work."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a reminder goes out (days before the due day; negative: after it), and up to which rank it climbs."""

    days: int
    rank: str


REMINDERS = (
    Reminder(3, Rank.HANDLER),
    Reminder(1, Rank.HANDLER),
    Reminder(-1, Rank.CHARGE),
    Reminder(-4, Rank.FIRST),
)
"""Before its day a sheet concerns who does it; past it the leader in charge, then the first responsible person."""

PLAN_WORDS = ("方案", "计划")
"""A duty whose name holds one of these asks for the unit's plan."""

START_ASKED = ("publicised", "sync_deploy", "sync_check", "sync_award")
"""Points of the start-up check list that no record shows: the unit was informed; deployed, checked and rewarded along
with the business (三同步)."""

MOST_PROBLEMS = 3
"""The leader's page names so many problems, and wants so many decisions, at most."""

CARRIED_DAYS = 30
"""An open duty that goes on in the next cycle is due so many days after its first day."""

NAMED_DAYS = {
    "元旦": (1, 1),
    "学雷锋纪念日": (3, 5),
    "妇女节": (3, 8),
    "五一劳动节": (5, 1),
    "五四青年节": (5, 4),
    "七一建党节": (7, 1),
    "八一建军节": (8, 1),
    "国庆节": (10, 1),
}
"""Named days on fixed dates: month and day."""

MOON_DAYS = {
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
}
"""Named days whose date the yearly announcement of holidays tells, by the name the calendar gives them."""
