"""Lists of bodies, contacts and rosters as workbooks and on paper."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Sentence
from zhengyou.records import documents
from zhengyou.records.sheets import Column, Format, export
from zhengyou.registry.bodies.enums import GroupRole
from zhengyou.registry.bodies.models import Body, LeadingGroup, Place, Supervisor
from zhengyou.registry.bodies.queries import Contact, Reach, RosterPart
from zhengyou.registry.people.models import Person


def bodies_workbook(bodies: Iterable[Body], *, filters: Sentence = "") -> bytes:
    """Return the list of bodies as it stands on screen, in official order."""
    columns = [
        Column(_("Official order number"), Format.INT),
        Column(_("Name"), width=36),
        Column(_("Short name"), width=18),
        Column(_("Body above"), width=28),
        Column(_("Kind")),
        Column(_("Level of the body")),
        Column(_("Body code"), width=22),
        Column(_("Founded on"), Format.DATE),
        Column(_("Dissolved on"), Format.DATE),
    ]
    rows = (
        (
            body.order_number,
            "　" * body.depth + body.name,
            body.short_name,
            body.parent.name if body.parent else "",
            body.get_kind_display(),
            body.get_level_display(),
            body.code,
            body.founded_on,
            body.dissolved_on,
        )
        for body in bodies
    )
    return export(_("Bodies"), columns, rows, filters=filters)


Numbers = Mapping[object, Reach]
"""Numbers and addresses in clear by the keys of persons; whoever is not in it is shown masked."""


def reach_of(person: Person, numbers: Numbers) -> Reach:
    """Return a person's telephone number and e-mail address: in clear where they were opened, else masked."""
    return numbers.get(person.pk) or Reach(str(person.phone), str(person.email))


def contact_cells(contact: Contact, numbers: Numbers) -> tuple[str, ...]:
    """Return one line of the contact list: body, liaison, how to reach, who answers meanwhile, leader, how to reach."""
    liaison, leader, acting = contact.liaison, contact.leader, contact.acting
    nobody = Reach("", "")
    first = reach_of(liaison.person, numbers) if liaison else nobody
    second = reach_of(leader.person, numbers) if leader else nobody
    return (
        contact.body.name,
        liaison.person.name if liaison else "",
        first.phone,
        first.email,
        f"{acting.person.name} {reach_of(acting.person, numbers).phone}".strip() if acting else "",
        leader.person.name if leader else "",
        leader.post.title if leader else "",
        second.phone,
        second.email,
    )


def contact_heads() -> tuple[str, ...]:
    """Return the headings of the contact list."""
    return (
        _("Unit"),
        _("Liaison officer"),
        _("Telephone number"),
        _("E-mail address"),
        _("Stands in meanwhile"),
        _("Leader in charge"),
        _("Position"),
        _("Leader's telephone"),
        _("Leader's e-mail address"),
    )


def contacts_workbook(contacts: Iterable[Contact], numbers: Numbers, *, filters: Sentence = "") -> bytes:
    """Return the contact list 通讯录 as a workbook."""
    widths = (36, 12, 16, 26, 22, 12, 16, 16, 26)
    columns = [Column(head, width=width) for head, width in zip(contact_heads(), widths, strict=True)]
    return export(_("Contact list"), columns, (contact_cells(one, numbers) for one in contacts), filters=filters)


def contacts_paper(contacts: Iterable[Contact], numbers: Numbers, *, caption: Sentence = "") -> documents.Rendered:
    """Return the contact list as a PDF to print."""
    table = documents.Table(
        title=_("Contact list"),
        caption=caption,
        columns=tuple(documents.Column(head) for head in contact_heads()),
        rows=[contact_cells(one, numbers) for one in contacts],
        landscape=True,
        numbered=True,
    )
    return documents.table_pdf(table)


def roster_rows(parts: Iterable[RosterPart]) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a roster 名单: role, name, position, home body, term."""
    for part in parts:
        for seat in part.seats:
            yield (
                str(GroupRole(seat.role).label),
                seat.person.name,
                seat.office_held,
                seat.seconded_from.name if seat.seconded_from else "",
                seat.ends_on.isoformat() if seat.ends_on else "",
            )


def roster_heads() -> tuple[str, ...]:
    """Return the headings of a roster."""
    return (_("Role in the group"), _("Person"), _("Position"), _("Called from"), _("Term until"))


def roster_paper(group: LeadingGroup, parts: Iterable[RosterPart]) -> documents.Rendered:
    """Return a group's roster as the PDF that is attached to a document."""
    office = _("Office at: %(body)s") % {"body": group.office.name} if group.office else ""
    table = documents.Table(
        title=_("Members of %(group)s") % {"group": group.name},
        caption=group.document,
        columns=tuple(documents.Column(head) for head in roster_heads()),
        rows=list(roster_rows(parts)),
        footnotes=(office,) if office else (),
        numbered=True,
    )
    return documents.table_pdf(table)


def roster_workbook(group: LeadingGroup, parts: Iterable[RosterPart]) -> bytes:
    """Return a group's roster as a workbook."""
    columns = [Column(head, width=width) for head, width in zip(roster_heads(), (16, 12, 40, 28, 14), strict=True)]
    return export(
        _("Members of %(group)s") % {"group": group.name}, columns, roster_rows(parts), filters=group.document
    )


def groups_workbook(groups: Iterable[LeadingGroup]) -> bytes:
    """Return the list of leading groups."""
    columns = [
        Column(_("Leading group"), width=40),
        Column(_("Body"), width=28),
        Column(_("Office at"), width=28),
        Column(_("Document"), width=24),
        Column(_("Starts on"), Format.DATE),
        Column(_("Term until"), Format.DATE),
    ]
    rows = (
        (one.name, one.body.name, one.office.name if one.office else "", one.document, one.starts_on, one.ends_on)
        for one in groups
    )
    return export(_("Leading groups"), columns, rows)


def supervisors_workbook(supervisors: Iterable[Supervisor]) -> bytes:
    """Return the list of invited supervisors."""
    columns = [
        Column(_("Person")),
        Column(_("Invited as"), width=18),
        Column(_("Body"), width=28),
        Column(_("Letter number"), width=20),
        Column(_("Starts on"), Format.DATE),
        Column(_("Term until"), Format.DATE),
        Column(_("Rights"), width=50),
    ]
    rows = (
        (one.person.name, one.get_capacity_display(), one.body.name, one.letter, one.starts_on, one.ends_on, one.rights)
        for one in supervisors
    )
    return export(_("Invited supervisors"), columns, rows)


def places_workbook(places: Iterable[Place]) -> bytes:
    """Return the register of places."""
    columns = [
        Column(_("Name"), width=30),
        Column(_("Kind")),
        Column(_("Looked after by"), width=28),
        Column(_("Address"), width=36),
        Column(_("In use since"), Format.DATE),
    ]
    rows = ((one.name, one.get_kind_display(), one.body.name, one.address, one.starts_on) for one in places)
    return export(_("Places"), columns, rows)
