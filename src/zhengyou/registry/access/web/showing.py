"""How persons, accounts and events look in lists."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.records.ledger import fieldwords, words
from zhengyou.records.ledger.models import Event
from zhengyou.records.seal.enums import Verb
from zhengyou.registry.people.models import Account, Person


@dataclass(frozen=True, slots=True)
class State:
    """A state as text and tone."""

    label: str
    tone: str


def account_of(person: Person) -> Account | None:
    """Return the person's account, if there is one."""
    return getattr(person, "account", None)


def account_state(person: Person) -> State:
    """Return how it stands with the account of ``person``."""
    account = account_of(person)
    if person.left_on:
        return State(_("Has left"), "neutral")
    if account is None:
        return State(_("No account"), "neutral")
    if not account.is_active:
        return State(_("Account shut"), "error")
    if account.is_locked:
        return State(_("Account locked"), "warning")
    if account.must_change_password:
        return State(_("Initial password"), "info")
    return State(_("Account in use"), "success")


def actor(event: Event) -> str:
    """Return who did it, as people say."""
    if event.actor_kind == "account":
        return event.actor_label
    return {"system": _("The system"), "public": _("The public"), "device": _("A device")}.get(event.actor_kind, "—")


def moment(event: Event) -> str:
    """Return when it was done; of the public only the day is known."""
    local = clock.local(event.at)
    return f"{local:%Y-%m-%d}" if event.actor_kind == "public" else f"{local:%Y-%m-%d %H:%M:%S}"


def _change(event: Event) -> str:
    """Return from which state to which, or why somebody read sealed data."""
    if event.verb == Verb.OPEN:
        return fieldwords.purpose_label(event.target)
    return " → ".join(words.state_label(event.object_kind, one) for one in (event.source, event.target) if one)


def line(event: Event) -> dict[str, object]:
    """Return an event for the list of the ledger and for timelines."""
    return {
        "when": event.at,
        "moment": moment(event),
        "title": words.verb_label(event.verb),
        "who": " · ".join(part for part in (actor(event), event.hat_label) if part),
        "actor": actor(event),
        "hat": event.hat_label,
        "kind": words.kind_label(event.object_kind),
        "label": event.object_label,
        "fields": "、".join(map(fieldwords.field_label, event.fields)),  # messages: zh
        "change": _change(event),
        "tone": "neutral",
    }
