"""Posts and their holders by Excel: the form, and what is wrong in its rows."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.sheets import Fault, Field, ImportResult, Row, Template, read
from zhengyou.records.sheets import Kind as Cell
from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.actions import staffing
from zhengyou.registry.bodies.enums import Duty, Seat
from zhengyou.registry.bodies.intake.bodies import Known, text
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.people.actions.emails import tidy_email
from zhengyou.registry.people.models import Person

_PHONE = re.compile(r"\+?[\d-]{6,20}")


def _phone(value: object) -> Sentence | None:
    if isinstance(value, str) and not _PHONE.fullmatch(value):
        return _("Write a telephone number: digits and hyphens.")
    return None


def _email(value: object) -> Sentence | None:
    try:
        tidy_email(value if isinstance(value, str) else "")
    except Refused as refusal:
        return refusal.reason
    return None


POSTS = Template(
    name="posts",
    title=_("Posts and people"),
    advice=(
        _("One row for each holder of a post; without a name the row sets up an empty post."),
        _("A person with the same name and telephone number is the same person, in this file and in the list."),
        _("A secondment needs the body that the person comes from and the last day."),
    ),
    fields=(
        Field(key="body", title=_("Unit"), required=True, longest=120, example="青禾县市场监督管理局", width=32,
              help=_("Full name, short name or code")),
        Field(key="title", title=_("Post"), required=True, longest=60, example="办公室主任"),
        Field(key="duty", title=_("Duty on this platform"), kind=Cell.CHOICE, choices=tuple(Duty.choices)),
        Field(key="order_number", title=_("Official order number"), kind=Cell.INT, least=0, most=999_999),
        Field(key="person", title=_("Person"), longest=60, example="禾小青"),
        Field(key="phone", title=_("Telephone number"), kind=Cell.CODE, longest=20, check=_phone, example="13900000000"),
        Field(key="email", title=_("E-mail address"), longest=120, check=_email, example="hexiaoqing@example.org", width=28,
              help=_("For notices about work; a known person's address is replaced")),
        Field(key="seat", title=_("Holds it as"), kind=Cell.CHOICE, choices=tuple(Seat.choices)),
        Field(key="starts_on", title=_("Starts on"), kind=Cell.DATE, help=_("Empty: today")),
        Field(key="ends_on", title=_("Until before"), kind=Cell.DATE),
        Field(key="seconded_from", title=_("Seconded from"), longest=120),
        Field(key="responsibilities", title=_("Responsibilities"), longest=2000, width=40),
    ),
)  # fmt: skip


class PostJudge:
    """Looks at rows of posts: units unknown, telephone numbers of others, posts held already, terms missing."""

    def __init__(self, below: Body) -> None:
        self.known = Known(below)
        self.body: dict[int, Body] = {}
        self.home: dict[int, Body] = {}
        self.person: dict[int, Person] = {}
        self.held: dict[tuple[int, str], set[object]] = defaultdict(set)
        self.by_phone: dict[str, Person] = {}
        self.names: dict[tuple[int, str], list[Person]] = defaultdict(list)

    def __call__(self, rows: Sequence[Row]) -> Iterator[Fault]:
        """Yield what is wrong with ``rows``."""
        self._look_up(rows)
        seen: set[tuple[int, str, str, str]] = set()
        for row in rows:
            yield from self._place(row, "body", self.body)
            if text(row, "seconded_from"):
                yield from self._place(row, "seconded_from", self.home)
            yield from self._term(row)
            if row.number in self.body and text(row, "person"):
                yield from self._who(row, seen)

    def _look_up(self, rows: Sequence[Row]) -> None:
        phones = {text(row, "phone") for row in rows} - {""}
        if phones and Person.objects.filter(left_on=None, phone__in=phones).exists():
            for phone in phones:  # sealed numbers cannot be read back, only asked for one by one
                if (person := Person.objects.filter(left_on=None, phone=phone).first()) is not None:
                    self.by_phone[phone] = person
        held = queries.held_on(clock.today())
        for appointment in held.filter(person__name__in={text(row, "person") for row in rows}):
            self.names[appointment.post.body_id, appointment.person.name].append(appointment.person)
            self.held[appointment.post.body_id, appointment.post.title].add(appointment.person_id)

    def _place(self, row: Row, key: str, into: dict[int, Body]) -> Iterator[Fault]:
        word = text(row, key)
        found = self.known.called(word)
        if len(found) == 1:
            into[row.number] = found[0]
        elif found:
            yield Fault(
                row.number, key, format_lazy(_("Several bodies are called “{name}”: give the code."), name=word)
            )
        else:
            yield Fault(
                row.number, key, format_lazy(_("No body called “{name}” stands below the chosen one."), name=word)
            )

    def _term(self, row: Row) -> Iterator[Fault]:
        starts = cast("dt.date | None", row.values.get("starts_on")) or clock.today()
        ends = cast("dt.date | None", row.values.get("ends_on"))
        if ends is not None and ends <= starts:
            yield Fault(row.number, "ends_on", _("The end must lie after the beginning."))
        if text(row, "seat") == Seat.SECONDED:
            if ends is None:
                yield Fault(row.number, "ends_on", _("A secondment needs its last day."))
            if not text(row, "seconded_from"):
                yield Fault(row.number, "seconded_from", _("Name the body that the person comes from."))

    def _who(self, row: Row, seen: set[tuple[int, str, str, str]]) -> Iterator[Fault]:
        name, phone, title, body = text(row, "person"), text(row, "phone"), text(row, "title"), self.body[row.number]
        person = self.by_phone.get(phone) if phone else None
        if person is not None and person.name != name:
            yield Fault(row.number, "phone", format_lazy(_("This number belongs to {name}."), name=person.name))
            return
        namesakes = list(dict.fromkeys(self.names.get((body.pk, name), [])))
        if person is None and not phone and len(namesakes) > 1:
            yield Fault(row.number, "phone", _("Several persons of this name work there: give the number."))
            return
        if person is None and not phone and namesakes:
            person = namesakes[0]
        if person is not None:
            self.person[row.number] = person
            if person.pk in self.held[body.pk, title]:
                yield Fault(row.number, "person", _("This person holds the post in that time already."))
        if (body.pk, title, name, phone) in seen:
            yield Fault(row.number, "person", _("This person stands twice for this post."))
        seen.add((body.pk, title, name, phone))


def read_posts(content: bytes, below: Body, *, actor: ledger.Actor) -> ImportResult:
    """Read a filled form of posts at or below ``below``; nothing is stored."""
    rules.require(actor, rules.IMPORT, below)
    return read(POSTS, content, judge=PostJudge(below))


def import_posts(content: bytes, below: Body, *, actor: ledger.Actor) -> list[Appointment]:
    """Set up every post of a filled form and appoint its holders: all or nothing."""
    rules.require(actor, rules.IMPORT, below)
    judge = PostJudge(below)
    rows = read(POSTS, content, judge=judge).required_clean()
    return staffing.fill_posts([_holder(row, judge) for row in rows], below=below, actor=actor)


def _holder(row: Row, judge: PostJudge) -> staffing.NewHolder:
    body = judge.body[row.number]
    name, phone = text(row, "person"), text(row, "phone")
    return staffing.NewHolder(
        body=body,
        title=text(row, "title"),
        duty=text(row, "duty") or Duty.OTHER,
        order_number=cast("int | None", row.values.get("order_number")),
        responsibilities=text(row, "responsibilities"),
        person=judge.person.get(row.number),
        name=name,
        phone=phone,
        email=text(row, "email"),
        same=f"phone {phone} {name}" if phone else f"body {body.pk} {name}",
        seat=text(row, "seat") or Seat.FULL,
        starts_on=cast("dt.date | None", row.values.get("starts_on")) or clock.today(),
        ends_on=cast("dt.date | None", row.values.get("ends_on")),
        seconded_from=judge.home.get(row.number),
    )
