"""Numbers and keys of orders: what a rule pack sets, and what holds for a kind where no profile was entered."""

from dataclasses import dataclass

from zhengyou.mechanisms.orders.enums import Kind, MeasureKind, Metric, Sheet, Stage, Step, ViolationKind

RULE_OF_SIGNING = "order.sign"
RULE_OF_HANDLING = {
    Kind.RATING: "rating.rectify",
    Kind.COMPLAINT: "complaint.reply",
    Kind.INSPECTION: "order.rectify",
    Kind.COMMITMENT: "order.rectify",
    Kind.CRITICISM: "order.rectify",
}
"""The rule that says how long putting right may take; other kinds go by ``order.handle``."""
RULE_OF_HANDLING_ELSE = "order.handle"

RULES: dict[Stage, str] = {
    Stage.DISPATCHING: "order.dispatch",
    Stage.SIGNING: RULE_OF_SIGNING,
    Stage.CONTACT: "order.contact",
    Stage.HANDLING: RULE_OF_HANDLING_ELSE,
    Stage.DECIDING: "order.decide",
    Stage.AUDIT: "order.verify",
    Stage.CALL_BACK: "order.recall",
}
"""The rule of each stage's clock."""
RULES_OF_KINDS: dict[tuple[Stage, Kind], str] = {
    **{(Stage.HANDLING, kind): key for kind, key in RULE_OF_HANDLING.items()},
    (Stage.SIGNING, Kind.COMPLAINT): "complaint.sign",
    (Stage.CONTACT, Kind.COMPLAINT): "complaint.contact",
    (Stage.CONTACT, Kind.RATING): "rating.contact",
    (Stage.CALL_BACK, Kind.COMPLAINT): "complaint.recall",
    (Stage.CALL_BACK, Kind.RATING): "rating.recall",
}
"""Where a kind goes by a rule of its own."""
RULE_OF_RETURN = {Kind.COMPLAINT: "complaint.return"}
RULE_OF_RETURN_ELSE = "order.return"
RULE_OF_REOPENING = {Kind.COMPLAINT: "complaint.reopen", Kind.RATING: "rating.reopen"}
RULE_OF_REOPENING_ELSE = "order.reopen"
"""Within which time a unit may return an order, and within which a closed one may be opened again."""

RETURNS_BEFORE_ATTENTION = 2
"""So many replies sent back bring an order to the attention of the leader in charge."""
CALL_BACK_TRIES = 3
"""So often whoever raised the matter is called in vain before the order closes without an answer."""
RECURRING = 3
RECURRING_DAYS = 90
"""So many orders about the same within so many days are shown as a recurring problem."""
RESTS_ON = 2
"""So many orders at least a proposal to change a rule rests on."""
SAMPLE_SHARE = 5
"""Per cent of closed orders that a sample draws unless said otherwise."""
BATCH = 200
"""So many orders at most are signed for or dispatched in one go."""


@dataclass(frozen=True, slots=True)
class Default:
    """What orders of a kind must pass, and where that is written."""

    passes: tuple[Step, ...] = ()
    source: str = "平台默认"


_PLANNED = Default((Step.PLAN,), "平台默认：整改措施、限定时限、落实责任三项必填")

PROFILES: dict[Kind, Default] = {
    Kind.RATING: Default(),
    Kind.COMPLAINT: Default(
        (Step.CONTACT, Step.CALL_BACK),
        "《北京市接诉即办工作条例》第十五条、第二十三条；《济南市12345市民服务热线条例》",
    ),
    Kind.SUGGESTION: Default(),
    Kind.INSPECTION: Default(
        (Step.PLAN, Step.EVIDENCE), "平台默认：整改措施、限定时限、落实责任三项必填，整改须附佐证"
    ),
    Kind.COMMITMENT: _PLANNED,
    Kind.COMMENT: Default(),
    Kind.CRITICISM: _PLANNED,
    Kind.MATTER: _PLANNED,
}
"""What a kind passes where nobody entered a profile."""


def rule_of(stage: Stage, kind: Kind) -> str:
    """Return the key of the rule that says how long a stage may take."""
    return RULES_OF_KINDS.get((stage, kind), RULES[stage])


WRIT_CODES: dict[Sheet, str] = {
    Sheet.REMINDER: "催办",
    Sheet.SUPERVISION: "督办",
    Sheet.RECTIFICATION: "整改",
    Sheet.TALK: "约谈",
    Sheet.OPINION: "意见",
}
"""The words of the registers of numbers, as 督办〔2026〕12号."""
WRIT_DAYS = 3
"""Working days that a notice of urging or supervision leaves where nobody says another (no source; a usage)."""
STATEMENT_DAYS = 5
"""Working days within which somebody concerned may say their word (no source; a usage)."""
MEASURE_PROCEDURE = "supervision"
"""The approval procedure by which a leader signs a talk or a circular: 经办→审核→签发."""


@dataclass(frozen=True, slots=True)
class ShippedTrigger:
    """One trigger rule that a body may begin with: figure, line, on how many cases it rests, and what it proposes."""

    title: str
    metric: Metric
    below: bool
    line: str
    least: int
    days: int
    kind: MeasureKind
    source: str


_SEED = "创先争优督查办法：查摆问题不深入、整改落实不到位、争创成效不明显的，采取召开现场会、下发督办通知、公开通报等方式督促"
TRIGGERS = (
    ShippedTrigger("查摆问题不深入", Metric.FOUND, True, "3", 1, 90, MeasureKind.SUPERVISION, _SEED),
    ShippedTrigger("整改落实不到位", Metric.CLOSURE, True, "60", 3, 90, MeasureKind.SUPERVISION, _SEED),
    ShippedTrigger("争创成效不明显", Metric.SENT_BACK, False, "30", 5, 90, MeasureKind.MEETING, _SEED),
    ShippedTrigger(
        "超期办理", Metric.OVERDUE, False, "40", 5, 30, MeasureKind.SUPERVISION,
        "《潍坊市12345政务服务便民热线条例》第二十六条；比例无统一规定",
    ),
    ShippedTrigger(
        "同一问题反复出现", Metric.REPEATED, False, "4", 5, 90, MeasureKind.MEETING,
        "《济南市12345市民服务热线条例》（重复诉求督办）；件数无统一规定",
    ),
)  # fmt: skip
"""The rules of the seed and of the hot-line statutes, with lines that a place settles for itself."""

VIOLATION_BASES: dict[ViolationKind, str] = {
    ViolationKind.UNION: "《中华人民共和国工会法》第十三条：任何组织和个人不得随意撤销、合并工会组织",
    ViolationKind.ROAD_POST: "《中华人民共和国公路法》第九条：禁止任何单位和个人在公路上非法设卡、收费、罚款和拦截车辆",
    ViolationKind.ROAD_FINE: "《中华人民共和国公路法》第九条：禁止任何单位和个人在公路上非法设卡、收费、罚款和拦截车辆",
    ViolationKind.ROAD_FEE: "《中华人民共和国公路法》第九条：禁止任何单位和个人在公路上非法设卡、收费、罚款和拦截车辆",
    ViolationKind.FEE: "《中华人民共和国行政许可法》第五十八条、第七十五条：实施行政许可不得收取任何费用（法律、行政法规另有规定的除外）",
}
"""The law that each kind breaks; it stands in the letter of opinion unless another basis is given."""

HIGHLIGHTS = 50
"""So many solutions at most stand on the page of examples."""

SANCTIONS = (
    "开除", "撤职", "降级", "记大过", "记过", "警告", "免职", "撤销职务", "党内处分", "政务处分", "诫勉", "停职", "责令辞职", "扣发", "罚款",
)  # fmt: skip
"""Words of punishment: the platform hands facts over, the competent organ decides (公职人员政务处分法)."""
