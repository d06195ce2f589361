"""Bodies by Excel: the form, and what is wrong in its rows."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.records import ledger
from zhengyou.records.sheets import Fault, Field, ImportResult, Row, Template, read
from zhengyou.records.sheets import Kind as Cell
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.actions import bulk
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.enums import Kind, Level
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.models.tree import LARGEST_ORDER_NUMBER


def _not_ahead(value: object) -> Sentence | None:
    if isinstance(value, dt.date) and value > clock.today():
        return _("This day lies ahead.")
    return None


BODIES = Template(
    name="bodies",
    title=_("Bodies"),
    advice=(
        _("One row for each body. The order of rows does not matter: a body may stand above the one it belongs to."),
        _("Body above: its full name, its short name or its code; empty: directly under the body chosen on the page."),
    ),
    fields=(
        Field(key="name", title=_("Name"), required=True, longest=120, example="青禾县市场监督管理局", width=32),
        Field(key="short_name", title=_("Short name"), longest=40, example="县市监局"),
        Field(
            key="code", title=_("Body code"), kind=Cell.CODE, longest=32, unique=True,
            help=_("Unified social credit code or a code of your own"),
        ),
        Field(key="above", title=_("Body above"), longest=120, example="青禾县人民政府", width=28),
        Field(key="kind", title=_("Kind"), kind=Cell.CHOICE, choices=tuple(Kind.choices)),
        Field(key="level", title=_("Level of the body"), kind=Cell.CHOICE, choices=tuple(Level.choices)),
        Field(
            key="order_number", title=_("Official order number"), kind=Cell.INT, least=0, most=LARGEST_ORDER_NUMBER,
            help=_("The official order among the bodies of the same level; empty: behind the others"),
        ),
        Field(
            key="founded_on", title=_("Founded on"), kind=Cell.DATE, check=_not_ahead,
            help=_("Empty: it has stood for as long as the records go back"),
        ),
    ),
)  # fmt: skip


def text(row: Row, key: str) -> str:
    """Return a cell as text, empty where nothing was written."""
    value = row.values.get(key)
    return value if isinstance(value, str) else ""


class Known:
    """The bodies that a name in a cell may mean: by code, full name and short name."""

    def __init__(self, below: Body) -> None:
        self.by_word: dict[str, list[Body]] = defaultdict(list)
        self.codes: set[str] = set(Body.objects.exclude(code="").values_list("code", flat=True))
        for body in Body.objects.filter(path__startswith=below.path, dissolved_on=None).order_by("sort_path"):
            for word in {body.name, body.short_name, body.code} - {""}:
                self.by_word[word].append(body)

    def called(self, word: str) -> list[Body]:
        """Return the bodies called ``word``."""
        return self.by_word.get(word, [])


class BodyJudge:
    """Looks at rows of new bodies: codes taken, bodies above unknown or ambiguous, twins, circles."""

    def __init__(self, below: Body) -> None:
        self.below = below
        self.known = Known(below)
        self.above: dict[int, Row | Body] = {}
        """For each row by its number: the row or the body it stands under."""

    def __call__(self, rows: Sequence[Row]) -> Iterator[Fault]:
        """Yield what is wrong with ``rows``."""
        words: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for word in {text(row, "name"), text(row, "short_name"), text(row, "code")} - {""}:
                words[word].append(row)
        for row in rows:
            yield from self._row(row, words)
        yield from self._twins(rows)
        yield from self._circles(rows)

    def _row(self, row: Row, words: dict[str, list[Row]]) -> Iterator[Fault]:
        if text(row, "code") and text(row, "code") in self.known.codes:
            yield Fault(row.number, "code", _("Another body has this code."))
        above = text(row, "above")
        if not above:
            self.above[row.number] = self.below
            return
        meant: list[Row | Body] = [*(one for one in words.get(above, []) if one is not row), *self.known.called(above)]
        if not meant:
            reason = _("Neither this file nor the tree knows the body above “{name}”; or its own row has errors.")
            yield Fault(row.number, "above", format_lazy(reason, name=above))
        elif len(meant) > 1:
            yield Fault(
                row.number, "above", format_lazy(_("Several bodies are called “{name}”: give the code."), name=above)
            )
        else:
            self.above[row.number] = meant[0]

    def _twins(self, rows: Sequence[Row]) -> Iterator[Fault]:
        """Yield a fault for each row that names a second body of one name under the same body."""
        counts = Counter((self._place(row), text(row, "name")) for row in rows if row.number in self.above)
        standing = set(
            Body.objects.filter(path__startswith=self.below.path, dissolved_on=None).values_list("parent_id", "name")
        )
        for row in rows:
            if row.number not in self.above:
                continue
            above, place = self.above[row.number], (self._place(row), text(row, "name"))
            if counts[place] > 1:
                yield Fault(row.number, "name", _("This name stands twice under the same body."))
            elif isinstance(above, Body) and (above.pk, text(row, "name")) in standing:
                yield Fault(row.number, "name", _("A body of this name stands there already."))

    def _place(self, row: Row) -> str:
        above = self.above[row.number]
        return f"body {above.pk}" if isinstance(above, Body) else f"row {above.number}"

    def _circles(self, rows: Sequence[Row]) -> Iterator[Fault]:
        for row in rows:
            seen, at = {row.number}, self.above.get(row.number)
            while isinstance(at, Row) and at.number not in seen:
                seen.add(at.number)
                at = self.above.get(at.number)
            if isinstance(at, Row) and at.number == row.number:
                yield Fault(row.number, "above", _("This body would stand below itself."))


def read_bodies(content: bytes, below: Body, *, actor: ledger.Actor) -> ImportResult:
    """Read a filled form of bodies that shall stand below ``below``; nothing is stored."""
    rules.require(actor, rules.IMPORT, below)
    return read(BODIES, content, judge=BodyJudge(below))


def import_bodies(content: bytes, below: Body, *, actor: ledger.Actor) -> dict[str, Body]:
    """Found every body of a filled form below ``below``: all or nothing."""
    rules.require(actor, rules.IMPORT, below)
    judge = BodyJudge(below)
    rows = read(BODIES, content, judge=judge).required_clean()
    return bulk.found_many([_new(row, judge) for row in rows], parent=below, actor=actor)


def _new(row: Row, judge: BodyJudge) -> bulk.NewBody:
    above = judge.above[row.number]
    founding = Founding(
        name=text(row, "name"),
        short_name=text(row, "short_name"),
        code=text(row, "code"),
        kind=text(row, "kind") or Kind.OTHER,
        level=text(row, "level") or Level.BASE,
        order_number=cast("int | None", row.values.get("order_number")),
    )
    return bulk.NewBody(
        key=str(row.number),
        founding=founding,
        above=str(above.number) if isinstance(above, Row) else "",
        below=above if isinstance(above, Body) and above != judge.below else None,
        on=cast("dt.date | None", row.values.get("founded_on")),
    )
