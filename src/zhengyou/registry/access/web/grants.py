"""Desk pages of grants: who has which role, giving and withdrawing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access import actions, exports, rules
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.forms import GrantFilter, GrantForm
from zhengyou.registry.access.models import Grant, Role
from zhengyou.registry.access.queries import people_within, unended, with_details, with_posts, within
from zhengyou.registry.access.web.desk import DeskRequest, desk_view
from zhengyou.registry.access.web.people import attachment, known_of
from zhengyou.registry.access.web.tabs import tabs
from zhengyou.registry.bodies import choosing
from zhengyou.registry.bodies.models import Appointment, Body

PAGE = 30


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponse:
    """List the grants within the scope of this hat."""
    form = GrantFilter(request.GET)
    choice = choosing.choose(request, rules.READ)
    grants = with_details(within(Grant.objects.filter(unended()), request.actor, rules.READ))
    if choice.body:
        grants = grants.filter(scope__body__path__startswith=choice.body.path)
    grants = _found(grants, form)
    if request.GET.get("export") == "xlsx":
        return attachment(exports.grants(grants), _("Grants"))
    page = Paginator(grants, PAGE).get_page(request.GET.get("page"))
    known = known_of(page.object_list, request.actor)
    context = {"page": page, "filter_form": form, "tree": choice.nodes, "tabs": tabs("grants"), "known": known}
    return render(request, "access/grants.html", context)


def _found(grants: QuerySet[Grant], form: GrantFilter) -> QuerySet[Grant]:
    if form.is_valid():
        if word := form.cleaned_data["q"].strip():
            grants = grants.filter(appointment__person__name__icontains=word)
        if role := form.cleaned_data["role"]:
            grants = grants.filter(role=role)
    return grants


@desk_view()
def new(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Ask which role a person gets under which hat, where and until when."""
    function = next((one for one in (rules.MANAGE, rules.DELEGATE) if request.actor.holds(one)), None)
    if function is None:
        raise Forbidden(_("Your present identity may not grant roles. Switch identity first."))
    visible = people_within(request.actor, function) | people_within(request.actor, rules.READ)
    person = get_object_or_404(with_posts(visible.distinct()), pk=person_id)
    posts: list[Appointment] = person.open_posts  # type: ignore[attr-defined]  # prefetched by the reading
    choice = choosing.choose(request, function)
    form = GrantForm(
        request.POST or None,
        appointments=posts,
        roles=_grantable(request.actor),
        bodies=_scopes(request.actor, function, posts, choice.body),
        chosen=choice.body or (posts[0].post.body if posts else None),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.grant(
                given["appointment"], given["role"], given["body"], ends_on=given["ends_on"], actor=request.actor
            )
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The role has been granted."))
            return redirect("access:person", person.pk)
    context = {"person": person, "posts": posts, "form": form, "tree": choice.nodes}
    context["back"] = reverse("access:person", args=[person.pk])
    return render(request, "access/grant.html", context, status=422 if form.errors else 200)


def _grantable(actor: Actor) -> list[Role]:
    """Return the roles this hat may give somewhere: all, or those made of functions held itself."""
    roles = list(Role.objects.all())
    if actor.holds(rules.MANAGE):
        return roles
    return [role for role in roles if role.held and all(actor.holds(name) for name in role.held)]


def _scopes(actor: Actor, function: str, posts: list[Appointment], chosen: Body | None) -> list[Body]:
    """Return the bodies offered as scope: those of the posts and above, and the one chosen in the tree."""
    keys = {int(key) for post in posts for key in post.post.body.path.split(".") if key}
    bodies = list(Body.objects.filter(pk__in=keys | ({chosen.pk} if chosen else set())))
    return [body for body in bodies if rules.may(actor, function, body)]


@desk_view()
@require_POST
def revoke(request: DeskRequest, grant_id: UUID) -> HttpResponse:
    """Withdraw a role."""
    seen = within(Grant.objects.all(), request.actor, rules.READ) | within(
        Grant.objects.all(), request.actor, rules.MANAGE
    )
    given = get_object_or_404(seen.distinct(), public_id=grant_id)
    actions.revoke(given, actor=request.actor)
    messages.success(request, _("The role has been withdrawn."))
    return redirect("access:person", given.appointment.person_id)
