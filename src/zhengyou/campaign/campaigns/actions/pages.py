"""Verbs of printed forms and their scans: print with a code, take a scan in, lead one to its form by its number."""

from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules, scanning
from zhengyou.campaign.campaigns.enums import ScanState
from zhengyou.campaign.campaigns.machine import SCAN
from zhengyou.campaign.campaigns.models import Meeting, PrintedPage, Scan, TaskSheet
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Forbidden, Invalid
from zhengyou.records.files import actions as files
from zhengyou.records.files.owners import Owner
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Body

OWNER = "campaigns.scan"


@transaction.atomic
def print_page(thing: TaskSheet | Meeting, *, actor: Actor) -> PrintedPage:
    """Return the form of a task sheet or of a meeting's sign-in, with a code of its own; printed again it keeps it."""
    if isinstance(thing, TaskSheet):
        campaign, body, function = thing.duty.campaign, thing.body, rules.SUBMIT
    else:
        campaign, body, function = thing.campaign, thing.body, rules.CONVENE
    require(actor, function, body, campaign_scope=campaign.scope_id)
    owner = {"sheet" if isinstance(thing, TaskSheet) else "meeting": thing}
    page, made = PrintedPage.objects.get_or_create(
        **owner,
        defaults={"campaign": campaign, "body": body, "printed_at": clock.now()},
    )
    if made:
        record("campaigns.print_page", page, actor=actor)
    return page


class Upload(Protocol):
    """A file as a form gives it."""

    name: str

    def read(self) -> bytes:
        """Return its bytes."""


@transaction.atomic
def take_scans(body: Body, *, uploads: Iterable[Upload], actor: Actor) -> list[Scan]:
    """Take scans in: each is cut where another form begins, and filed with the form whose code it carries.

    A page whose code nobody can read, or that belongs to another unit, is kept until its number is typed in.
    """
    require(actor, rules.SUBMIT, body)
    made = []
    for upload in uploads:
        for part in scanning.parts(upload.read(), upload.name):
            page = _page_of(part.codes, actor)
            scan = Scan.objects.create(
                body=body, page=page, sheets=part.sheets, at=clock.now(),
                state=ScanState.FOUND if page else ScanState.UNKNOWN,
            )  # fmt: skip
            owner = Owner(OWNER, str(scan.pk), str(scan))
            files.attach(owner, name=part.name, content=part.content, actor=actor, asked=True)
            record("campaigns.take_scan", scan, actor=actor, target=scan.state)
            made.append(scan)
    if not made:
        raise Invalid({"scans": _("Choose at least one file.")})
    return made


@transaction.atomic
def settle(scan: Scan, *, number: str, actor: Actor) -> Scan:
    """Lead a scan whose code could not be read to its form by the number printed beside the code."""
    require(actor, rules.SUBMIT, scan.body)
    code = ids.read_code(number)
    if not ids.code_holds(code):
        raise Invalid({"number": _("This number is mistyped; it stands below the square code.")})
    page = PrintedPage.objects.select_related("campaign", "body").filter(number=code).first()
    if page is None:
        raise Invalid({"number": _("No form has this number.")})
    if not _may_file(page, actor):
        raise Forbidden(_("This form belongs to a body outside the scope of your present identity."))
    return move(scan, "settle", SCAN, actor=actor, page=page)


def _page_of(codes: Iterable[str], actor: Actor) -> PrintedPage | None:
    found = PrintedPage.objects.select_related("campaign", "body").filter(number__in=list(codes)).first()
    return found if found is not None and _may_file(found, actor) else None


def _may_file(page: PrintedPage, actor: Actor) -> bool:
    """Return whether ``actor`` may file scans with this form: its own unit, or who leads the campaign."""
    scope = page.campaign.scope_id
    function = rules.SUBMIT if page.sheet_id else rules.CONVENE
    return bool(
        may(actor, function, page.body, campaign_scope=scope)
        or may(actor, rules.CHECK, page.campaign.body, campaign_scope=scope)
    )
