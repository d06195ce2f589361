"""What an extractor is: text in, drafts out, each finding with its place in the text and a confidence."""

from __future__ import annotations

from typing import Protocol

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import PlanDraft


class Extractor(Protocol):
    """Reads the plans of a text; ``needs_confirming`` says whether its findings are proposals only."""

    @property
    def needs_confirming(self) -> bool:
        """Whether a person must confirm each finding before it counts."""

    def extract(self, text: str) -> tuple[PlanDraft, ...]:
        """Return one draft for each plan of the text. Raises ``Refused`` with a sentence that says what to do."""


class RuleExtractor:
    """The compiler of the house: no network, and its draft is what people correct."""

    needs_confirming = False

    def extract(self, text: str) -> tuple[PlanDraft, ...]:
        """Compile the text."""
        return compile_text(text)
