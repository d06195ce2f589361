"""A form on paper: facts, room to write, a table to sign, the place of the seal, and a code that leads its scan back."""

from dataclasses import dataclass

from zhengyou.kernel import clock
from zhengyou.records.documents.cards import qr_svg
from zhengyou.records.documents.pdf import render, table_data
from zhengyou.records.documents.rendered import Rendered
from zhengyou.records.documents.table import Table
from zhengyou.records.documents.title import title_lines


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form ready to be printed; ``word`` is what its square code says, ``number`` stands below it to be typed."""

    title: str
    number: str
    word: str
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    """Heads with texts; an empty text leaves room to write."""
    table: Table | None = None
    seal: str = ""
    """What stands at the place of the seal; empty: the form is not stamped."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class QueueSlip:
    """A slip with a number of the queue; ``word`` is what its square code says."""

    unit: str
    title: str
    number: str
    where: str
    told: str
    """How many wait before it, in a sentence; may be empty."""
    facts: tuple[tuple[str, str], ...]
    word: str
    hint: str


@dataclass(frozen=True, slots=True)
class NameCard:
    """A card on the table before a person at a meeting 桌签."""

    name: str
    below: str = ""


def form_pdf(form: PaperForm) -> Rendered:
    """Return a form on A4."""
    return render(
        "form.typ",
        {
            "title": title_lines(form.title),
            "number": form.number,
            "svg": qr_svg(form.word),
            "facts": [list(pair) for pair in form.facts],
            "blocks": [list(pair) for pair in form.blocks],
            "table": table_data(form.table) if form.table is not None else None,
            "seal": form.seal,
            "hint": form.hint,
            "printed": f"{clock.today():%Y-%m-%d}",
        },
    )


def queue_slip_pdf(slip: QueueSlip) -> Rendered:
    """Return a slip of 80 mm for the printer of a hall."""
    return render(
        "ticket.typ",
        {
            "unit": slip.unit,
            "title": slip.title,
            "number": slip.number,
            "where": slip.where,
            "told": slip.told,
            "facts": [list(pair) for pair in slip.facts],
            "svg": qr_svg(slip.word),
            "hint": slip.hint,
        },
    )


def name_cards_pdf(cards: tuple[NameCard, ...]) -> Rendered:
    """Return cards of 200 × 90 mm that stand when folded along the middle: each name twice, one upside down."""
    return render("name_cards.typ", {"cards": [{"name": card.name, "below": card.below} for card in cards]})
