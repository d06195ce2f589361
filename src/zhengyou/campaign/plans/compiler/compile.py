"""The compiler of activity plans: text in, drafts out, every finding with its place and a confidence."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date

from zhengyou.campaign.plans.compiler.bodies import find_bodies
from zhengyou.campaign.plans.compiler.bundles import Part, read_parts
from zhengyou.campaign.plans.compiler.cleaning import Cleaned, clean
from zhengyou.campaign.plans.compiler.dates import Years, mentioned_years
from zhengyou.campaign.plans.compiler.deadlines import find_deadlines
from zhengyou.campaign.plans.compiler.defects import find_defects
from zhengyou.campaign.plans.compiler.dimensions import find_dimensions
from zhengyou.campaign.plans.compiler.draft import Day, Label, PlanDraft, Section, Span
from zhengyou.campaign.plans.compiler.heads import Signature, find_document_number, find_signatures, find_title
from zhengyou.campaign.plans.compiler.lint import Reading
from zhengyou.campaign.plans.compiler.mechanisms import find_asks
from zhengyou.campaign.plans.compiler.names import looks_like_organisation
from zhengyou.campaign.plans.compiler.outline import Outline, read_outline
from zhengyou.campaign.plans.compiler.parties import find_issuer, find_recipients
from zhengyou.campaign.plans.compiler.phases import find_phases
from zhengyou.campaign.plans.compiler.purposes import find_goals, find_requirements, find_scope, find_theme
from zhengyou.campaign.plans.compiler.quotas import find_quotas
from zhengyou.campaign.plans.compiler.reading import read_bytes
from zhengyou.campaign.plans.compiler.secrecy import find_secrecy_mark
from zhengyou.campaign.plans.compiler.tables import read_tables
from zhengyou.campaign.plans.compiler.weights import find_weights
from zhengyou.campaign.plans.compiler.wording import refusal

_AUTHOR = re.compile(
    r"(?:作者|文章来源|信息来源|来源|发布(?:单位|机构))\s?[:\uff1a]\s?(?P<name>[\u3400-\u9fff×*]{3,30})(?=\s|$|点击|作者|文章|发布|更新)"
)


def compile_bytes(data: bytes, filename: str = "") -> tuple[PlanDraft, ...]:
    """Read a file (text, saved web page, Word, text PDF) and compile it; spans refer to the text that was read."""
    return compile_text(read_bytes(data, filename))


def compile_text(text: str) -> tuple[PlanDraft, ...]:
    """Compile a text into the drafts of the plans that it holds.

    Raises ``zhengyou.kernel.errors.Refused`` where the text bears a mark of secrecy.
    """
    with _one_breath() if len(text) > _LONG else nullcontext():
        return _compile(text)


_LONG = 300_000
"""Characters from which on the search for circular rubbish would cost more than the reading."""


@contextmanager
def _one_breath() -> Iterator[None]:
    """Hold the search for circular rubbish while millions of lines are made: each round would visit all of them.

    Of two threads only the one that stopped it starts it again; the other then reads on a little slower.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _compile(text: str) -> tuple[PlanDraft, ...]:
    mark = find_secrecy_mark(text)
    if mark is not None:
        raise refusal("classified", level=mark.word)
    cleaned = clean(text)
    parts = read_parts(cleaned.sheet)
    return tuple(_compile_part(cleaned, part, text, alone=len(parts) == 1) for part in parts)


def _compile_part(cleaned: Cleaned, part: Part, source: str, *, alone: bool) -> PlanDraft:
    sheet = cleaned.sheet.part(part.start, part.end)
    outline = read_outline(sheet)
    span = Span(0, len(source)) if alone else _part_span(cleaned, part)
    title = find_title(outline)
    if title is None and part.name_end > part.name_start:
        name = cleaned.sheet.label(part.name_start, part.name_end)
        title = Label(name, cleaned.sheet.span(part.name_start, part.name_end), 0.6)
    signatures = find_signatures(outline)
    issued_on = next((s.day for s in signatures if s.day is not None and s is signatures[0]), None)
    author = _author(source) if alone else None
    recipients = find_recipients(outline)
    issuer = find_issuer(outline, title, signatures, author)
    years = _years(outline, title, signatures)
    phases = find_phases(outline, years)
    after = issued_on.day if isinstance(issued_on, Day) else None
    tables = read_tables(outline)
    reading = Reading(
        cleaned=cleaned,
        outline=outline,
        span=span,
        title=title,
        issuer=issuer,
        issued_on=issued_on,
        phases=phases,
        dimensions=find_dimensions(outline, title.text if title else ""),
        deadlines=find_deadlines(outline, years, phases, after),
        quotas=find_quotas(outline, tables),
        weights=find_weights(outline, tables),
    )
    return PlanDraft(
        span=span,
        title=title,
        issuer=issuer,
        document_number=find_document_number(outline),
        issued_on=issued_on,
        dimensions=reading.dimensions,
        phases=phases,
        deadlines=reading.deadlines,
        quotas=reading.quotas,
        weights=reading.weights,
        recipients=tuple(recipients),
        bodies=tuple(find_bodies(outline, issuer, recipients)),
        sections=_sections(outline),
        findings=find_defects(reading),
        theme=find_theme(outline),
        scope=find_scope(outline),
        goals=find_goals(outline),
        requirements=find_requirements(outline),
        asks=find_asks(outline),
    )


def _part_span(cleaned: Cleaned, part: Part) -> Span:
    return cleaned.sheet.span(part.start, part.end)


def _author(source: str) -> Label | None:
    """The organisation that a web page names as its author or source."""
    found = _AUTHOR.search(source[:4000])
    if found is None or not looks_like_organisation(found["name"]) or "本站" in found["name"]:
        return None
    return Label(found["name"], Span(*found.span("name")), 0.7)


def _years(outline: Outline, title: Label | None, signatures: list[Signature]) -> Years:
    issued = (signatures[0].year, signatures[0].month) if signatures else None
    signed = signatures[0].day.day if signatures and signatures[0].day else None
    title_years = re.findall(r"(?<!\d)(20\d\d|19\d\d)(?!\d)(?!学年)", title.text) if title else []
    return Years(issued, int(title_years[-1]) if title_years else None, mentioned_years(outline.sheet.text), signed)


def _sections(outline: Outline) -> tuple[Section, ...]:
    sheet = outline.sheet
    kept = [node for node in outline.nodes if node.line.kind in {"chapter", "main", "part", "stage", "point"}]
    return tuple(
        Section(
            node.line.marker,
            sheet.label(node.line.content, min(node.heading_end, node.line.content + 60)),
            node.depth,
            sheet.span(node.start, node.heading_end),
            sheet.span(node.heading_end, node.end),
        )
        for node in kept[:2000]
    )


def issued_day(draft: PlanDraft) -> date | None:
    """The day of signature of a draft, if the text states it."""
    return draft.issued_on.day if draft.issued_on else None
