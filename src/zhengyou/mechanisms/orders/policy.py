"""Numbers and keys of orders: what a rule pack sets, and what holds for a kind where no profile was entered."""

from dataclasses import dataclass

from zhengyou.mechanisms.orders.enums import Kind, Stage, Step

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
RULE_OF_REOPENING = {Kind.COMPLAINT: "complaint.reopen"}
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
