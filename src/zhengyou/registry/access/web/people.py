"""Desk pages of persons and their accounts."""

from collections.abc import Callable, Iterable
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access import exports
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.forms import EnrolForm, LeaveForm, NameForm, PeopleFilter, UsernameForm
from zhengyou.registry.access.models import Grant
from zhengyou.registry.access.queries import grants_of, people_in, people_within, with_posts
from zhengyou.registry.access.rules import DELEGATE, MANAGE, READ
from zhengyou.registry.access.web import showing
from zhengyou.registry.access.web.desk import DeskRequest, desk_view
from zhengyou.registry.bodies import choosing
from zhengyou.registry.people import actions, rules
from zhengyou.registry.people.forms import EmailForm, PhoneForm
from zhengyou.registry.people.models import Account, Person
from zhengyou.registry.people.queries import second_factor_of, spelled

PAGE = 30
SEEING = (rules.MANAGE, rules.ACCOUNTS, READ)
"""Each of these functions lets somebody see persons: to keep the list, to administer accounts, to know the roles."""
RECENT = 30


@desk_view()
def listing(request: DeskRequest) -> HttpResponse:
    """List the persons within the scope of this hat, with posts and the state of their accounts."""
    form = PeopleFilter(request.GET)
    seen = visible(request.actor)
    choice = choosing.choose(request, next(one for one in SEEING if request.actor.holds(one)))
    if choice.body:
        seen = seen.filter(pk__in=people_in(choice.body).values("pk"))
    people = with_posts(_found(seen, form))
    if request.GET.get("export") == "xlsx":
        return _workbook(people)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    rows = [{"person": person, "state": showing.account_state(person)} for person in page]
    context = {"page": page, "rows": rows, "filter_form": form, "tree": choice.nodes}
    context["may_enrol"] = request.actor.holds(rules.MANAGE)
    return render(request, "access/people.html", context)


def visible(actor: Actor) -> QuerySet[Person]:
    """Return the persons whom this hat sees: to keep the list, to administer accounts, or to know who has which role."""
    held = [function for function in SEEING if actor.holds(function)]
    if not held:
        reason = _("Your present identity may not see persons and accounts. Switch identity first.")
        raise Forbidden(reason)
    seen = Q()
    for function in held:
        seen |= Q(pk__in=people_within(actor, function).values("pk"))
    return Person.objects.filter(seen)


def known_of(grants: Iterable[Grant], actor: Actor) -> set[UUID]:
    """Return those holders of ``grants`` whose page this hat may open."""
    holders = {grant.appointment.person_id for grant in grants}
    held = any(actor.holds(function) for function in SEEING)
    return set(visible(actor).filter(pk__in=holders).values_list("pk", flat=True)) if held else set()


def _found(people: QuerySet[Person], form: PeopleFilter) -> QuerySet[Person]:
    if not form.is_valid():
        return people
    if word := form.cleaned_data["q"].strip():
        named = Q(name__icontains=word) | Q(account__username__icontains=word) | Q(phone=word)
        people = people.filter(
            named | Q(pk__in=spelled(Person.objects.all(), word).values("pk")) if word.isascii() else named
        )
    now = clock.now()
    active = Q(account__is_active=True, left_on=None)
    locked = Q(account__locked_until__gt=now)
    state = {
        "working": active & Q(account__must_change_password=False) & ~locked,
        "initial": active & Q(account__must_change_password=True) & ~locked,
        "locked": active & locked,
        "closed": Q(account__is_active=False, left_on=None),
        "none": Q(account=None, left_on=None),
        "left": Q(left_on__isnull=False),
    }
    return people.filter(state.get(form.cleaned_data["state"], Q()))


def _workbook(people: QuerySet[Person]) -> HttpResponse:
    heads = [_("Personal name"), _("Posts"), _("User name"), _("Account"), _("Telephone"), _("E-mail address")]
    rows = (
        [
            person.name,
            "；".join(str(post) for post in person.open_posts),  # type: ignore[attr-defined]  # messages: zh
            account.username if (account := showing.account_of(person)) else "",
            showing.account_state(person).label,
            person.phone.masked,
            person.email.masked,
        ]
        for person in people
    )
    return attachment(exports.workbook(_("Persons and accounts"), heads, rows), _("Persons and accounts"))


def attachment(content: bytes, title: str) -> HttpResponse:
    """Return a workbook as a download."""
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def _person(request: DeskRequest, person_id: UUID) -> Person:
    return get_object_or_404(with_posts(visible(request.actor)), pk=person_id)


@desk_view()
def detail(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Show one person: posts, account, roles, history."""
    person = _person(request, person_id)
    account = showing.account_of(person)
    actor = request.actor
    context = {
        "person": person,
        "account": account,
        "state": showing.account_state(person),
        "second_factor": second_factor_of(account) if account else None,
        "grants": grants_of(person),
        "may_manage": actor.holds(rules.MANAGE) and not person.left_on,
        "may_accounts": actor.holds(rules.ACCOUNTS) and not person.left_on and actor.person != str(person.pk),
        "may_grant": (actor.holds(MANAGE) or actor.holds(DELEGATE)) and actor.person != str(person.pk),
        "entries": [showing.line(event) for event in _events(person, account)],
    }
    return render(request, "access/person.html", context)


def _events(person: Person, account: Account | None) -> list[Event]:
    events = list(history(person).reverse()[:RECENT])
    if account:
        events += history(account).reverse()[:RECENT]
    return sorted(events, key=lambda event: event.at, reverse=True)[:RECENT]


@desk_view(rules.MANAGE)
def enrol(request: DeskRequest) -> HttpResponse:
    """Put a new person on the list."""
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            person = actions.enrol(given["name"], phone=given["phone"], email=given["email"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(
                request, _("%(name)s stands on the list. Next: a post, and an account.") % {"name": person}
            )
            return redirect("access:person", person.pk)
    context = {
        "title": _("Enrol a person"),
        "form": form,
        "submit": _("Enrol"),
        "back": reverse("access:people"),
        "back_label": _("Persons and accounts"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


Verb = Callable[[Person, forms.Form, Actor], object]


def _ask(
    request: DeskRequest, person: Person, form: forms.Form, verb: Verb, *, title: str, done: str, danger: str = ""
) -> HttpResponse:
    """Show ``form`` in a dialog, carry out ``verb`` with it and go back to the person; refusals stand at their field."""
    if request.method == "POST" and form.is_valid():
        try:
            verb(person, form, request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, done)
            return redirect("access:person", person.pk)
    context = {"title": title, "text": danger, "form": form, "danger": bool(danger), "label": title}
    context["back"] = reverse("access:person", args=[person.pk])
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


@desk_view(rules.MANAGE)
def rename(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask for another name."""
    person = _person(request, person_id)
    form = NameForm(request.POST or None, initial={"name": person.name})
    return _ask(
        request,
        person,
        form,
        lambda one, given, actor: actions.rename(one, given.cleaned_data["name"], actor=actor),
        title=_("Change the name"),
        done=_("The name has been changed. What was written before keeps the old one."),
    )


@desk_view(rules.MANAGE)
def change_phone(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask for another telephone number."""
    return _ask(
        request,
        _person(request, person_id),
        PhoneForm(request.POST or None),
        lambda one, given, actor: actions.change_phone(one, given.cleaned_data["phone"], actor=actor),
        title=_("Change telephone number"),
        done=_("The telephone number has been changed."),
    )


@desk_view(rules.MANAGE)
def change_email(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask for another e-mail address."""
    return _ask(
        request,
        _person(request, person_id),
        EmailForm(request.POST or None),
        lambda one, given, actor: actions.change_email(one, given.cleaned_data["email"], actor=actor),
        title=_("Change e-mail address"),
        done=_("The e-mail address has been changed."),
    )


@desk_view(rules.MANAGE)
def leave(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask since when the person has left."""
    return _ask(
        request,
        _person(request, person_id),
        LeaveForm(request.POST or None, initial={"on": clock.today()}),
        lambda one, given, actor: actions.leave(one, given.cleaned_data["on"], actor=actor),
        title=_("The person has left"),
        done=_("The person has left: account and roles have ended."),
        danger=_("The account is closed, all roles end, and the terms for erasing personal data begin to run."),
    )


@never_cache
@desk_view(rules.ACCOUNTS)
def open_account(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask for a user name, open the account and show its initial password this once."""
    person = _person(request, person_id)
    form = UsernameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_account(person, form.cleaned_data["username"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            return _once(request, opened)
    context = {
        "title": _("Open an account"),
        "lead": person.name,
        "form": form,
        "submit": _("Open the account"),
        "back": reverse("access:person", args=[person.pk]),
        "back_label": person.name,
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


def _once(request: DeskRequest, opened: actions.Opened) -> HttpResponse:
    return render(request, "access/initial_password.html", {"account": opened.account, "password": opened.password})


def _account(request: DeskRequest, person_id: UUID) -> Account:
    return get_object_or_404(Account.objects.select_related("person"), person=_person(request, person_id))


@never_cache
@desk_view(rules.ACCOUNTS)
@require_POST
def reset_password(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Set a new initial password and show it this once."""
    return _once(request, actions.reset_password(_account(request, person_id), actor=request.actor))


@never_cache
@desk_view(rules.ACCOUNTS)
@require_POST
def reopen_account(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Open a closed account again and show its new initial password this once."""
    return _once(request, actions.reopen_account(_account(request, person_id), actor=request.actor))


@desk_view(rules.ACCOUNTS)
@require_POST
def close_account(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Close the account."""
    actions.close_account(_account(request, person_id), actor=request.actor)
    messages.success(request, _("The account is closed."))
    return redirect("access:person", person_id)


@desk_view(rules.ACCOUNTS)
@require_POST
def unlock_account(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Let the account in again."""
    actions.unlock_account(_account(request, person_id), actor=request.actor)
    messages.success(request, _("The account is unlocked."))
    return redirect("access:person", person_id)


@desk_view(rules.ACCOUNTS)
@require_POST
def reset_second_factor(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Remove the second factor of somebody who lost the phone."""
    actions.reset_second_factor(_account(request, person_id), actor=request.actor)
    messages.success(request, _("The second factor has been removed."))
    return redirect("access:person", person_id)
