"""What of this room goes on paper: receipts, slips, letters of promise and of authorisation, cards and boards."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.records.documents import (
    Badge,
    Block,
    Board,
    PaperForm,
    QueueSlip,
    Rendered,
    badges_pdf,
    board_pdf,
    form_pdf,
    queue_slip_pdf,
)
from zhengyou.registry.services import promises, queries, queues
from zhengyou.registry.services.enums import BookingState, Mode
from zhengyou.registry.services.models import (
    Booking,
    FirstContact,
    ItemVersion,
    Mandate,
    ServiceItem,
    TellingSlip,
    Undertaking,
)
from zhengyou.registry.services.queues import Waiter

BY_HAND = ""
"""A block without text leaves room to write and sign."""
CARDS = 8
"""So many service cards stand on a sheet."""


def _moment(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else "—"


def receipt(contact: FirstContact, base: str) -> Rendered:
    """Return the visitor's receipt: who was asked first, by when the answer comes, where to complain."""
    asked = contact.received_by
    facts = [
        (_("First asked"), f"{asked.person.name} · {asked.post.title}" if asked else contact.body.name),
        (_("Unit"), contact.body.name),
        (_("Window"), str(contact.window) if contact.window else "—"),
        (_("Asked at"), _moment(clock.local(contact.asked_at))),
        (_("What was asked"), contact.matter),
        (_("To be answered by"), _moment(clock.local(contact.clock.due_at)) if contact.clock else "—"),
        (_("Basis"), promises.basis(contact.clock) or "—"),
        (_("Visitor"), contact.visitor_name.masked or "—"),
    ]
    materials = "\n".join(f"{number}. {line}" for number, line in enumerate(contact.materials, 1))
    blocks = [
        (_("Materials handed in (%(count)s)") % {"count": len(contact.materials)}, materials or _("None handed in"))
    ]
    blocks.append((_("Signature of the visitor and of whoever was asked first"), BY_HAND))
    return form_pdf(
        PaperForm(
            title=_("Receipt of the first contact"),
            number=contact.number,
            word=f"{base}{reverse('services:follow', args=[contact.number])}",
            facts=tuple(facts),
            blocks=tuple(blocks),
            hint=_("Whoever is asked first answers to the end. Scan the code to see how far it is."),
        )
    )


def queue_slip(one: Waiter, base: str) -> Rendered:
    """Return the slip of a number in the queue: where it is called, how many wait before it, and where to look on."""
    window, waits = one.window, one.state == BookingState.PRESENT
    ahead = queues.before(one) if waits else 0
    told = _("%(count)s wait before you") % {"count": ahead} if ahead else _("You are next")
    booked_for, look = "", reverse("services:queue-screen", args=[window.body.public_id])
    if isinstance(one, Booking):
        begin, end = clock.local(one.slot.starts_at), clock.local(one.slot.ends_at)
        booked_for, look = f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}", reverse("services:voucher", args=[one.code])
    facts = [
        (_("Where it stands"), window.place),
        (_("Service item"), one.item.name),
        (_("Booked for"), booked_for),
        (_("Taken at"), _moment(clock.local(one.present_at)) if one.present_at else ""),
    ]
    return queue_slip_pdf(
        QueueSlip(
            unit=window.body.name,
            title=_("Number in the queue"),
            number=one.queue_number,
            where=str(window),
            told=told if waits else "",
            facts=tuple((label, text) for label, text in facts if text),
            word=f"{base}{look}",
            hint=_("Wait in sight of the screen. Scan to see how far the queue is."),
        )
    )


def slip(one: TellingSlip, base: str) -> Rendered:
    """Return the slip: every material of the guide with a mark at what is missing, and what is wrong besides."""
    version = one.version
    own = [
        f"{number}. {line}　　【{_('is missing')}】" if line in one.missing else f"{number}. {line}　　✓"
        for number, line in enumerate(version.materials, 1)
    ]
    besides = [line for line in one.missing if line not in version.materials]
    matter = one.case.number if one.case else one.question.number if one.question else ""
    facts = [
        (_("Service item"), version.name),
        (_("Guide"), f"v{version.number} · {date_format(version.valid_from, 'Y-m-d')}"),
        (_("Unit"), one.body.name),
        (_("Case or first contact"), matter),
        (_("Told at"), _moment(clock.local(one.told_at))),
        (_("Told by whom"), one.told_by.person.name if one.told_by else "—"),
    ]
    if one.new_facts:
        facts.append((_("New facts"), one.new_facts))
    told = ((_("Materials"), own), (_("Missing or wrong besides"), besides))
    blocks = [(head, "\n".join(lines)) for head, lines in told if lines]
    blocks.append((_("Signature of the visitor"), BY_HAND))
    return form_pdf(
        PaperForm(
            title=_("One-time notice of what is missing"),
            number=one.number,
            word=f"{base}{reverse('services:guide', args=[version.item.public_id])}",
            facts=tuple(facts),
            blocks=tuple(blocks),
            hint=_("Everything is told at once. Whoever asks for more without new facts may be complained about."),
        )
    )


def promise_letter(made: Undertaking, base: str) -> Rendered:
    """Return the applicant's written promise to sign, with term and consequence."""
    case = made.case
    facts = (
        (_("Kind of promise"), made.get_kind_display()),
        (_("Service item"), case.item.name),
        (_("Case number"), case.number),
        (_("Unit"), made.body.name),
        (_("To be kept by"), _moment(clock.local(made.clock.due_at)) if made.clock else "—"),
        (_("Basis"), promises.basis(made.clock) or "—"),
        (_("What follows where it is not kept"), made.consequence),
    )
    return form_pdf(
        PaperForm(
            title=_("Written promise"),
            number=made.number,
            word=f"{base}{reverse('services:guide', args=[case.item.public_id])}",
            facts=facts,
            blocks=((_("What is promised"), "\n".join(made.lacking)), (_("Signature of the applicant"), BY_HAND)),
        )
    )


def letter_of_authorisation(mandate: Mandate, base: str) -> Rendered:
    """Return the letter of authorisation to sign: whose, in what, until when."""
    agent = mandate.agent.person.name if mandate.agent else mandate.agent_name.masked
    facts = (
        (_("Principal"), mandate.principal_name.masked),
        (_("Who acts"), agent),
        (_("Kind of mandate"), mandate.get_kind_display()),
        (_("In these items only"), "、".join(item.name for item in mandate.items.all())),
        (_("What may be done"), mandate.scope),
        (_("Mandate holds until"), f"{mandate.expires_on:%Y-%m-%d}"),
        (_("How identity was checked"), mandate.get_proof_display()),
        (_("Unit"), mandate.body.name),
    )
    return form_pdf(
        PaperForm(
            title=_("Letter of authorisation"),
            number=mandate.number,
            word=f"{base}{reverse('services:follow', args=[mandate.number])}",
            facts=facts,
            blocks=((_("Signatures of principal and agent"), BY_HAND),),
            hint=_("Free of charge. Scan the code to see how far it is."),
        )
    )


def board(item: ServiceItem, version: ItemVersion, base: str) -> Rendered:
    """Return the board of an item for the hall: standards, promise, materials and steps of the guide in force."""
    blocks = [
        Block(heading, tuple((line, "") for line in lines))
        for heading, lines in (
            (_("Service standards"), version.standards),
            (_("Promised time"), [_told(version)]),
            (_("Materials"), version.materials or [_("No materials needed")]),
            (_("Steps of handling"), version.steps),
        )
        if lines
    ]
    return board_pdf(
        Board(
            unit=item.body.name,
            title=version.name,
            blocks=tuple(blocks),
            url=f"{base}{reverse('services:guide', args=[item.public_id])}",
            code_hint=_("Scan for the guide"),
            foot=f"v{version.number} · {version.valid_from:%Y-%m-%d}",
        )
    )


def service_card(item: ServiceItem, version: ItemVersion, base: str) -> Rendered:
    """Return a sheet of service cards to cut out and hand to visitors: promise, materials, and the code of the guide."""
    card = Badge(
        unit=item.body.name,
        name=version.name,
        post=_told(version),
        window="、".join(str(window) for window in queries.open_windows().filter(items=item)[:2]),
        motto="；".join(version.standards[:2]),
        duties=tuple(version.materials[:4]),
        url=f"{base}{reverse('services:guide', args=[item.public_id])}",
        code_hint=_("Scan for the guide"),
    )
    return badges_pdf([card] * CARDS)


def _told(version: ItemVersion) -> str:
    if version.mode == Mode.ON_THE_SPOT or not version.promise_amount:
        return _("on the spot")
    return f"{version.promise_amount}{version.get_promise_unit_display()}"
