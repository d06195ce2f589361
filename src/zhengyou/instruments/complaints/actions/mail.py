"""Verbs of mail: keep a mailbox, look into it, take its messages in as matters."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import mailing, policy, rules
from zhengyou.instruments.complaints.actions.intake import Statement, receive
from zhengyou.instruments.complaints.enums import Channel, Identity, Kind
from zhengyou.instruments.complaints.models import Complaint, Mailbox, TakenMail
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.records import files
from zhengyou.records.files import actions as attachments
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

Opening = Callable[[Mailbox], mailing.Box]


@transaction.atomic
def save_mailbox(
    *,
    body: Body,
    address: str,
    host: str,
    port: int,
    account: str,
    password: str = "",
    folder: str = "INBOX",
    is_open: bool = True,
    mailbox: Mailbox | None = None,
    actor: Actor,
) -> Mailbox:
    """Enter a mailbox from which matters are taken in, or mend one; an empty password leaves the one that is kept."""
    require(actor, rules.TABLES, mailbox.body if mailbox else body)
    wrong: dict[str, Sentence] = {}
    if not host.strip():
        wrong["host"] = _("Name the server.")
    if '"' in folder or "\\" in folder or not folder.isprintable():
        wrong["folder"] = _("This is not the name of a folder.")
    if wrong:
        raise Invalid(wrong)
    given = {
        "address": address, "host": host.strip(), "port": port, "account": account, "folder": folder, "is_open": is_open,
    }  # fmt: skip
    try:
        with transaction.atomic():
            if mailbox is None:
                mailbox = Mailbox.objects.create(body=body, password=password, **given)
            else:
                for name, value in {**given, **({"password": password} if password else {})}.items():
                    setattr(mailbox, name, value)
                mailbox.save()
    except IntegrityError:
        raise Invalid({"address": _("This mailbox is entered already.")}) from None
    record("complaints.save_mailbox", mailbox, actor=actor, fields=list(given))
    return mailbox


def box_of(mailbox: Mailbox) -> mailing.Box:
    """Return the way into a mailbox; that its password was opened is written down."""
    password = open_for(mailbox, "password", actor=SYSTEM, purpose="mailbox")
    return mailing.ImapBox(mailbox.host, mailbox.port, mailbox.account, password, mailbox.folder)


def look_into(mailbox: Mailbox, *, opening: Opening = box_of) -> int:
    """Take the messages in that nobody took yet, each in a transaction of its own; return how many became matters.

    A message is marked in the mailbox only after its matter is stored: a worker that dies between finds it again, and
    the table of taken mail knows it.
    """
    taken, problem = 0, ""
    try:
        with transaction.atomic():
            box = opening(mailbox)
        try:
            for mark, content in box.unseen(policy.MAIL_BATCH):
                taken += take_mail(mailbox, content, actor=SYSTEM).complaint_id is not None
                box.done(mark)
        finally:
            box.close()
    except mailing.MailProblem as error:
        problem = str(error)[:200]
    Mailbox.objects.filter(pk=mailbox.pk).update(looked_at=clock.now(), problem=problem)
    return taken


@transaction.atomic
def take_mail(mailbox: Mailbox, content: bytes, *, actor: Actor) -> TakenMail:
    """Take one message in as a matter; the same message again changes nothing. What a program sent by itself is none."""
    letter = mailing.read(content)
    kept, new = TakenMail.objects.get_or_create(
        mailbox=mailbox, digest=letter.digest, defaults={"taken_on": clock.today()}
    )
    if not new:
        return kept
    if letter.sent_by_machine:
        kept.refused = "auto-submitted"
    else:
        try:
            with transaction.atomic():
                kept.complaint, kept.dropped_files = _matter(mailbox, letter, actor)
        except Refused as error:
            kept.refused = str(error)[:200]
    kept.save()
    return kept


def _matter(mailbox: Mailbox, letter: mailing.Letter, actor: Actor) -> tuple[Complaint, int]:
    """Return the matter of a letter, and how many of its attachments were not taken."""
    statement = Statement(
        kind=Kind.HELP,
        text=letter.text or letter.title,
        title=letter.title,
        channel=Channel.EMAIL,
        identity=Identity.CONFIDENTIAL if letter.address else Identity.ANONYMOUS,
        name=letter.name,
        email=letter.address,
    )
    complaint = receive(statement, body=mailbox.body, actor=actor).complaint
    owner, dropped = files.owner_of(complaint), len(letter.files[policy.PICTURES :])
    for name, content in letter.files[: policy.PICTURES]:
        try:
            with transaction.atomic():
                attachments.attach(owner, name=name, content=content, actor=actor, asked=True)
        except Refused:
            dropped += 1
    return complaint, dropped
