"""The extractor that asks a language model: text out in parts, personal data hidden, findings back as a draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import chain

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import PlanDraft, Span
from zhengyou.campaign.plans.compiler.wording import refusal
from zhengyou.campaign.plans.extractor.answers import draft_of, findings
from zhengyou.campaign.plans.extractor.endpoint import Endpoint
from zhengyou.campaign.plans.extractor.line import ask
from zhengyou.campaign.plans.extractor.parts import Part, cut
from zhengyou.campaign.plans.extractor.prompt import messages
from zhengyou.campaign.plans.extractor.veil import require_may_leave, veil
from zhengyou.kernel.errors import Refused

TRIES = 2
"""How often a part is asked anew whose answer was no JSON."""


class ModelExtractor:
    """Reads plans by an OpenAI-compatible language model; every finding is a proposal."""

    needs_confirming = True

    def __init__(self, endpoint: Endpoint, *, pause: Callable[[float], object] = time.sleep) -> None:
        self.endpoint = endpoint
        self._pause = pause

    def extract(self, text: str) -> tuple[PlanDraft, ...]:
        """Return a draft for each plan that the compiler tells apart in ``text``."""
        return tuple(self._whole(text, draft.span) for draft in compile_text(text))

    def parts(self, text: str, span: Span) -> tuple[Part, ...]:
        """Return what is sent, one request each. Raises Refused where the text must not leave or is too long."""
        require_may_leave(text)
        return cut(veil(text[span.start : span.end]).text, span.start)

    def read(self, part: Part) -> PlanDraft:
        """Ask for the findings of one part. Raises Refused, ``model-nonsense`` where the answer could not be read."""
        for _ in range(TRIES):
            said = ask(self.endpoint, messages(part.text), pause=self._pause)
            found = findings(said, part)
            if found is not None:
                return draft_of(found, Span(part.start, part.start + len(part.text)))
        raise refusal("model-nonsense", host=self.endpoint.host)

    def _whole(self, text: str, span: Span) -> PlanDraft:
        """Read all parts; what was nonsense is left out unless everything was."""
        drafts: list[PlanDraft] = []
        parts = self.parts(text, span)
        for part in parts:
            try:
                drafts.append(self.read(part))
            except Refused as refused:
                if refused.code != "model-nonsense" or (part is parts[-1] and not drafts):
                    raise
        return together(drafts, span)


def together(drafts: Iterable[PlanDraft], span: Span) -> PlanDraft:
    """Return the drafts of a text's parts as one; what two parts found at one place stands once."""
    each = list(drafts)

    def all_of(name: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(chain.from_iterable(getattr(one, name) for one in each)))

    lists = ("dimensions", "phases", "deadlines", "quotas", "weights", "recipients", "bodies", "scope", "goals",
             "requirements", "asks")  # fmt: skip
    found: dict[str, object] = {name: all_of(name) for name in lists}
    theme = next((one.theme for one in each if one.theme is not None), None)
    return PlanDraft(span, None, None, None, None, theme=theme, **found)  # type: ignore[arg-type]  # named above
