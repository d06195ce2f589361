"""What the rules of the linter see of a plan, and how they report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.cleaning import Cleaned
from zhengyou.campaign.plans.compiler.draft import (
    Day,
    Deadline,
    Dimension,
    Finding,
    Label,
    Phase,
    Quota,
    Severity,
    Span,
    Weight,
)
from zhengyou.campaign.plans.compiler.outline import Outline


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one plan, as the rules below see it."""

    cleaned: Cleaned
    outline: Outline
    span: Span
    title: Label | None
    issuer: Label | None
    issued_on: Day | None
    phases: tuple[Phase, ...]
    dimensions: tuple[Dimension, ...]
    deadlines: tuple[Deadline, ...]
    quotas: tuple[Quota, ...]
    weights: tuple[Weight, ...]


Rule = Callable[[Reading], Iterator[Finding]]


def finding(code: str, span: Span, severity: Severity, mend: str | None = None, **parameters: object) -> Finding:
    """A finding with its parameters as text."""
    return Finding(code, tuple((key, str(value)) for key, value in parameters.items()), span, severity, mend)
