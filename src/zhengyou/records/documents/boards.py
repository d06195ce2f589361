"""What a hall hangs up and hands out: work cards, desk plates, boards and a handbook, each with its QR code.

A photograph comes ready as JPEG bytes; no emblem is ever drawn, a card may leave a place where one is pinned.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records.documents.cards import qr_svg
from zhengyou.records.documents.pdf import render
from zhengyou.records.documents.rendered import Rendered

MOST = 500
"""More work cards or plates than this are printed in several batches."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A work card or desk plate: whose it is, where the person serves, and what the code leads to."""

    unit: str
    name: str
    post: str
    url: str
    code_hint: str
    window: str = ""
    identity: str = ""
    motto: str = ""
    duties: tuple[str, ...] = ()
    photo: bytes = b""
    emblem_place: str = ""
    """The words in the place left for an emblem; empty: no such place."""


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a board or handbook: a heading, and lines below it, each perhaps with a mark at the right."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A board or poster on A3: title, parts, and a code that leads to the live page."""

    unit: str
    title: str
    blocks: tuple[Block, ...]
    url: str
    code_hint: str
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Handbook:
    """A handbook on A5: cover, one chapter after another, and the code on the last page."""

    unit: str
    title: str
    chapters: tuple[Block, ...]
    url: str
    code_hint: str
    contact: tuple[str, ...] = field(default=())


def badges_pdf(badges: Sequence[Badge]) -> Rendered:
    """Return work cards to cut out, eight on an A4 page."""
    return render("badges.typ", {"badges": [_badge(one) for one in _checked(badges)]})


def plates_pdf(badges: Sequence[Badge]) -> Rendered:
    """Return desk plates to fold, two on an A4 page: one face to the visitor, one to whoever sits behind it."""
    return render("plates.typ", {"plates": [_badge(one) for one in _checked(badges)]})


def board_pdf(board: Board) -> Rendered:
    """Return a board on A3, upright."""
    return render(
        "board.typ",
        {
            "unit": board.unit, "title": board.title, "blocks": [_block(block) for block in board.blocks],
            "svg": qr_svg(board.url, border=0), "hint": board.code_hint, "foot": board.foot,
        },
    )  # fmt: skip


def handbook_pdf(book: Handbook) -> Rendered:
    """Return a handbook on A5 with its table of contents."""
    return render(
        "handbook.typ",
        {
            "unit": book.unit, "title": book.title, "chapters": [_block(block) for block in book.chapters],
            "svg": qr_svg(book.url, border=0), "hint": book.code_hint, "contact": list(book.contact),
        },
    )  # fmt: skip


def _checked(badges: Sequence[Badge]) -> Sequence[Badge]:
    if not badges:
        raise Refused(_("Choose at least one card to print."), code="empty")
    if len(badges) > MOST:
        raise Refused(_("Too many codes for one file. Choose fewer windows and print in batches."), code="too_large")
    return badges


def _badge(badge: Badge) -> dict[str, Any]:
    return {
        "unit": badge.unit,
        "name": badge.name,
        "post": badge.post,
        "window": badge.window,
        "identity": badge.identity,
        "motto": badge.motto,
        "duties": list(badge.duties),
        "svg": qr_svg(badge.url, border=0),
        "hint": badge.code_hint,
        "emblem": badge.emblem_place,
        "photo": _framed(badge.photo) if badge.photo else "",
    }


def _framed(photo: bytes) -> str:
    """Return a picture that typst reads from text: an SVG of 5 : 7 that the photograph fills."""
    data = base64.b64encode(photo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 500 700">'
        f'<image width="500" height="700" preserveAspectRatio="xMidYMid slice" xlink:href="data:image/jpeg;base64,{data}"/>'
        "</svg>"
    )


def _block(block: Block) -> dict[str, Any]:
    return {"heading": block.heading, "lines": [{"text": text, "mark": mark} for text, mark in block.lines]}
