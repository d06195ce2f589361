"""The shipped procedures (经办→审核→签发): a place replaces them by its own of the same code."""

from dataclasses import dataclass, field

from zhengyou.registry.approvals.flow import Mode, Refusal

REMIND_AFTER_HOURS = 4
"""An approver is reminded of the same task at most once in this time (no source; a courtesy)."""

OPINION_LIMIT = 500


@dataclass(frozen=True, slots=True)
class DefaultStep:
    """One step of a shipped procedure; ``duty`` is a word of `bodies.enums.Duty`, empty: whoever submitted it."""

    name: str
    duty: str = ""
    relation: str = "own"
    mode: Mode = Mode.SINGLE
    refusal: Refusal = Refusal.ENDS


@dataclass(frozen=True, slots=True)
class DefaultDefinition:
    """One shipped procedure; every step may be returned to all earlier ones."""

    code: str
    title: str
    steps: tuple[DefaultStep, ...] = field(default=())


_PREPARE = DefaultStep("经办")
_REVIEW = DefaultStep("审核", "leader")
_SIGN = DefaultStep("签发", "head")

DEFAULT_DEFINITIONS: tuple[DefaultDefinition, ...] = (
    DefaultDefinition("publish", "公开发布审批", (_PREPARE, _REVIEW, _SIGN)),
    DefaultDefinition("paper", "公文签发", (_PREPARE, _REVIEW, _SIGN)),
    DefaultDefinition("plan-launch", "活动启动审批", (_PREPARE, _REVIEW, _SIGN)),
    DefaultDefinition("supervision", "约谈通报审批", (_PREPARE, _REVIEW, _SIGN)),
    DefaultDefinition("extension", "延期审批", (_PREPARE, DefaultStep("审批", "head"))),
    DefaultDefinition(
        "honours",
        "评选结果审批",
        (_PREPARE, _REVIEW, DefaultStep("会签", "leader", mode=Mode.ALL), _SIGN),
    ),
)
