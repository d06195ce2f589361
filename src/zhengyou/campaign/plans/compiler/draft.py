"""What the compiler hands back: frozen records of a plan, each with its place in the source and a confidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in the text as it was given."""

    start: int
    end: int


class Recurrence(StrEnum):
    """A fixed rhythm in which a duty returns."""

    WEEKLY = "weekly"
    TEN_DAYS = "ten-day"
    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


class Unit(StrEnum):
    """The two units in which honours are usually counted; other units stay as the text has them."""

    ORGANISATIONS = "organisations"
    PERSONS = "persons"


class Mechanism(StrEnum):
    """A capability of the house that a sentence asks for; the values that campaigns know bind an item to it."""

    DISPLAY = "display"
    COMMITMENT = "commitment"
    STANDARD = "standard"
    CONTEST = "contest"
    PEER_REVIEW = "peer_review"
    LEADER_COMMENT = "leader_comment"
    PUBLIC_RATING = "public_rating"
    SURVEY = "survey"
    CHECK = "check"
    ASSESSMENT = "assessment"
    AWARD = "award"
    AID = "aid"
    VISIT = "visit"
    TRAINING = "training"
    PUBLICATION = "publication"
    FILING = "filing"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    MEETING = "meeting"
    RIGHTS = "rights"


class Severity(StrEnum):
    """How much a finding matters: an error contradicts itself, a warning wants a look, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Label:
    """A word or phrase of the text: a title, an issuer, an item, a recipient, a body."""

    text: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Day:
    """A date that the text states, such as the date of signature."""

    day: date
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Dimension:
    """A numbered carrier of the activity (载体) such as 三亮, with the items that the text lists for it."""

    name: str
    announced: int
    items: tuple[Label, ...]
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the activity; both days are included, and either may be unknown."""

    name: str
    starts: date | None
    ends: date | None
    span: Span
    confidence: float
    parent: int | None = None
    """Index of the phase that this one is a step of, in the same tuple."""


@dataclass(frozen=True, slots=True)
class Within:
    """A time that counts from an event, 活动结束后3日内: so many days, working days or months after it."""

    days: int
    months: int
    working: bool
    event: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something to be handed in, finished or reported by a day, or again and again in a fixed rhythm."""

    due: date | None
    recurrence: Recurrence | None
    action: str
    span: Span
    confidence: float
    within: Within | None = None
    """Set where the time counts from an event; ``due`` is then known only if the event is the issue of the plan."""


@dataclass(frozen=True, slots=True)
class Quota:
    """A number of honours, nominees or places; ``unit`` is a :class:`Unit` value or the text's own measure word."""

    award: str
    count: int
    unit: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Weight:
    """Points or per cent that a scoring table gives to an item."""

    item: str
    points: float
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in the words of the text, with the figure that it is measured by (95%以上) or an empty string."""

    text: str
    target: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Requirement:
    """A demand on everybody (工作要求), or with ``safeguard`` a means that secures the plan (保障措施)."""

    safeguard: bool
    text: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Ask:
    """A mechanism that a sentence asks for, with the clause that says so."""

    mechanism: Mechanism
    text: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect of the text: a stable code, its parameters, the place, and a proposed mend in place of that span."""

    code: str
    parameters: tuple[tuple[str, str], ...]
    span: Span
    severity: Severity
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading of the plan and the range of text that it governs."""

    number: str
    heading: str
    depth: int
    span: Span
    body: Span


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """One activity plan as the compiler read it; nothing in it is decided until a person has confirmed it."""

    span: Span
    title: Label | None
    issuer: Label | None
    document_number: Label | None
    issued_on: Day | None
    dimensions: tuple[Dimension, ...] = ()
    phases: tuple[Phase, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    quotas: tuple[Quota, ...] = ()
    weights: tuple[Weight, ...] = ()
    recipients: tuple[Label, ...] = ()
    bodies: tuple[Label, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    theme: Label | None = None
    scope: tuple[Label, ...] = ()
    """Who takes part, as the text says it."""
    goals: tuple[Goal, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    asks: tuple[Ask, ...] = ()

    def spans(self) -> tuple[Span, ...]:
        """Every span that this draft refers to."""
        single = [
            x.span for x in (self.title, self.issuer, self.document_number, self.issued_on, self.theme) if x is not None
        ]
        listed = [
            x.span
            for group in (self.dimensions, self.phases, self.deadlines, self.quotas, self.weights,
                          self.recipients, self.bodies, self.sections, self.findings, self.scope, self.goals,
                          self.requirements, self.asks)
            for x in group
        ]  # fmt: skip
        items = [item.span for dimension in self.dimensions for item in dimension.items]
        return (self.span, *single, *listed, *items)
