"""What of a unit goes on paper: work cards, desk plates, the board and the handbook, all from the same data as the pages."""

import io
from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from zhengyou.instruments.display import queries
from zhengyou.instruments.display.keeping import judge
from zhengyou.instruments.display.models import Card, Pledge
from zhengyou.kernel import clock
from zhengyou.records.documents import (
    Badge,
    Block,
    Board,
    Handbook,
    Rendered,
    badges_pdf,
    board_pdf,
    handbook_pdf,
    plates_pdf,
)
from zhengyou.records.files import storage
from zhengyou.records.files.queries import attached_to_each
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.addresses import base, window_address
from zhengyou.registry.services.models import ItemVersion, ServiceItem
from zhengyou.registry.services.queries import offered

WINDOWS_NAMED = 3
"""So many windows of an item stand by name in the handbook."""
PHOTO = (500, 700)
"""Photographs are printed no larger than this, in pixels."""


def work_cards(cards: Iterable[Card], request: HttpRequest) -> Rendered:
    """Return work cards; the code leads to the page that tells whether the card holds."""
    return badges_pdf(_badges(cards, request, rating=False))


def desk_plates(cards: Iterable[Card], request: HttpRequest) -> Rendered:
    """Return desk plates; the code leads to the rating page of the window, where the card names one."""
    return plates_pdf(_badges(cards, request, rating=True))


def _badges(cards: Iterable[Card], request: HttpRequest, *, rating: bool) -> list[Badge]:
    cards = list(cards)
    pictures = attached_to_each([*cards]) if cards else {}
    made = []
    for card in cards:
        held = card.appointment
        to_rate = rating and card.window is not None
        made.append(
            Badge(
                unit=held.post.body.name,
                name=held.person.name,
                post=held.post.title,
                window=str(card.window or ""),
                identity=card.badge,
                motto=card.motto,
                duties=tuple(line.strip() for line in held.post.responsibilities.splitlines() if line.strip()),
                url=window_address(card.window, request)
                if to_rate and card.window
                else base(request) + reverse("display:holds", args=[card.pk]),
                code_hint=_("Please rate our service") if to_rate else _("Scan to check this card"),
                photo=_photo(pictures.get(str(card.pk), [])) if card.photo_consented_on else b"",
                emblem_place=_("Emblem pinned here") if card.emblem else "",
            )
        )
    return made


def _photo(attached: Sequence[object]) -> bytes:
    """Return the newest photograph as a small JPEG; nothing where there is none."""
    for attachment in reversed(attached):
        content = storage.get(attachment.place)  # type: ignore[attr-defined]  # a row of attachments
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        picture.thumbnail(PHOTO)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85)
        return out.getvalue()
    return b""


def board(body: Body, request: HttpRequest) -> Rendered:
    """Return the board of a unit: promises with what the records say, standards, demonstration posts."""
    return board_pdf(
        Board(
            unit=body.name,
            title=_("Our promises to the public"),
            blocks=tuple(block for block in (promises(body), standards(body), posts(body)) if block.lines),
            url=base(request) + reverse("display:unit", args=[body.public_id]),
            code_hint=_("Scan for the live state of every promise"),
            foot=_("Printed on %s; the page behind the code is always up to date.") % f"{clock.today():%Y-%m-%d}",
        )
    )


def pledge_sheet(pledge: Pledge, request: HttpRequest) -> Rendered:
    """Return a signed sheet of promises as a board, heading by heading."""
    blocks: dict[str, list[tuple[str, str]]] = {}
    for promise in pledge.commitments.order_by("order_number"):
        blocks.setdefault(promise.heading, []).append((promise.text, ""))
    who = pledge.appointment.person.name if pledge.appointment else pledge.body.name
    signed = f"{clock.local(pledge.signed_at):%Y-%m-%d}" if pledge.signed_at else _("not signed yet")
    period = f"{pledge.starts_on:%Y-%m-%d} — {pledge.ends_on:%Y-%m-%d}"
    foot = _("%(who)s · %(period)s · signed: %(signed)s · version %(number)d") % {
        "who": who, "period": period, "signed": signed, "number": pledge.number,
    }  # fmt: skip
    return board_pdf(
        Board(
            unit=pledge.body.name,
            title=pledge.title,
            blocks=tuple(Block(heading, tuple(lines)) for heading, lines in blocks.items()),
            url=base(request) + reverse("display:unit", args=[pledge.body.public_id]),
            code_hint=_("Scan for the live state of every promise"),
            foot=foot,
        )
    )


def handbook(body: Body, request: HttpRequest) -> Rendered:
    """Return the handbook of a unit: who serves, what is promised, standards, guides, demonstration posts."""
    chapters = (serving(body), promises(body), standards(body), guides(body), posts(body), works(body))
    return handbook_pdf(
        Handbook(
            unit=body.name,
            title=_("Handbook for visitors"),
            chapters=tuple(chapter for chapter in chapters if chapter.lines),
            url=base(request) + reverse("display:unit", args=[body.public_id]),
            code_hint=_("Scan for the live page"),
            contact=(_("Printed on %s; the page behind the code is always up to date.") % f"{clock.today():%Y-%m-%d}",),
        )
    )


def serving(body: Body) -> Block:
    """Return who serves, with post and window."""
    lines = []
    for card in queries.cards_shown(body):
        held = card.appointment
        where = f" · {card.window}" if card.window else ""
        lines.append(
            (f"{held.person.name}　{held.post.title}{where}", " · ".join(filter(None, [card.badge, card.motto])))
        )
    return Block(_("Who serves you"), tuple(lines))


def promises(body: Body) -> Block:
    """Return what is promised, each with what the records say of it."""
    shown = list(queries.commitments_shown(body))
    kept = judge(shown)
    return Block(
        _("Promises"), tuple((_with_window(one.text, one.window), str(kept[one.pk].keeping.label)) for one in shown)
    )


def standards(body: Body) -> Block:
    """Return the service standards in force, line by line."""
    lines = []
    for one in queries.standards_shown(body):
        mark = f"{one.title} v{one.number}"
        lines += [(_with_window(line, one.window), mark) for line in one.lines]
    return Block(_("Service standards"), tuple(lines))


def guides(body: Body) -> Block:
    """Return the guides of the items in their present version: time, materials, windows."""
    items = {item.pk: item for item in offered().filter(body=body).prefetch_related("windows")}
    lines = []
    for guide in ItemVersion.objects.filter(item__in=items).order_by("item__order_number", "item_id", "number"):
        item = items[guide.item_id]
        if guide.number != item.version:
            continue
        time = f"{guide.promise_amount} {guide.get_promise_unit_display()}" if guide.promise_amount else ""
        told = [
            time or str(guide.get_mode_display()),
            _("materials: %s") % "、".join(guide.materials) if guide.materials else "",
            _windows(item),
            f"v{guide.number}",
        ]
        lines.append((guide.name, " · ".join(filter(None, told))))
    return Block(_("Service items"), tuple(lines))


def _windows(item: ServiceItem) -> str:
    """Return the open windows of an item; of many the first ones and how many there are."""
    found = [str(window) for window in item.windows.all() if window.closed_on is None]
    if len(found) <= WINDOWS_NAMED + 1:
        return "、".join(found)
    named = "、".join(found[:WINDOWS_NAMED])
    return _("%(named)s and others, %(count)d windows in all") % {"named": named, "count": len(found)}


def posts(body: Body) -> Block:
    """Return the demonstration posts with their terms."""
    return Block(
        _("Demonstration posts"),
        tuple(
            (f"{post.name}（{post.type.name}）", _("held until %s") % f"{post.ends_on:%Y-%m-%d}")
            for post in queries.posts_held(body)
        ),
    )


def works(body: Body) -> Block:
    """Return the practical matters."""
    return Block(
        _("Practical matters"),
        tuple(
            (f"{one.title}：{one.promise}", f"{one.get_state_display()} · {one.due_on:%Y-%m-%d}")
            for one in queries.matters_shown(body)
        ),
    )


def _with_window(text: str, window: object) -> str:
    return f"{text}（{window}）" if window else text
