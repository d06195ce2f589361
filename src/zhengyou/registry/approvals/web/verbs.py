"""Desk pages of the verbs of an approval; each asks what it needs in a dialog."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.approvals import actions, queries
from zhengyou.registry.approvals.enums import Decision
from zhengyou.registry.approvals.forms import (
    ExtensionForm,
    OpinionForm,
    PersonForm,
    ReasonForm,
    ReturnForm,
    SignForForm,
)
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.approvals.web.desk import visible
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.rules import READ as READ_DEADLINES


def _task(request: DeskRequest, pk: uuid.UUID) -> Task:
    """Return a task of an approval that this hat may see or help with."""
    task = get_object_or_404(Task.objects.select_related("instance__body", "appointment"), pk=pk)
    if not queries.stands_in(request.actor, task):
        visible(request, task.instance_id)
    return task


def _ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    instance: uuid.UUID,
    done: str,
    text: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Ask for what a verb needs, do it, and show a refusal at its field; nothing typed is lost."""
    back = reverse("approvals:detail", args=[instance])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"title": title, "text": text, "form": form, "label": title, "danger": danger, "back": back}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


@desk_view()
def approve(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for an opinion and agree."""
    task = _task(request, pk)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    own = task.instance.step == 1 and task.step == 1
    title = _("Submit again") if own else _("Agree")

    def act(given: dict[str, Any]) -> None:
        actions.approve(task, opinion=given["opinion"], actor=request.actor)

    return _ask(request, form, act, title=title, instance=task.instance_id, done=_("Your opinion is recorded."))


@desk_view()
def reject(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and refuse."""
    task = _task(request, pk)
    form = ReasonForm(request.POST or None)
    refusal = task.instance.definition.steps.get(order_number=task.step).get_refusal_display()

    def act(given: dict[str, Any]) -> None:
        actions.reject(task, opinion=given["opinion"], actor=request.actor)

    text = _("In this step: %(refusal)s") % {"refusal": refusal}
    done = _("Your opinion is recorded.")
    return _ask(request, form, act, title=_("Refuse"), text=text, instance=task.instance_id, done=done, danger=True)


@desk_view()
def return_to(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to which step and why, and return the matter."""
    task = _task(request, pk)
    steps = task.instance.definition.steps
    allowed = steps.get(order_number=task.step).returns_to
    choices = [(step.order_number, step.name) for step in steps.filter(order_number__in=allowed)]
    form = ReturnForm(request.POST or None, steps=choices)

    def act(given: dict[str, Any]) -> None:
        actions.return_to(task, given["step"], opinion=given["opinion"], actor=request.actor)

    text = _("The matter passes every step from there again.")
    return _ask(request, form, act, title=_("Return"), text=text, instance=task.instance_id, done=_("Returned."))


@desk_view()
def sign_for(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for decision, opinion and authority, and sign for somebody else."""
    task = _task(request, pk)
    form = SignForForm(request.POST or None, initial={"decision": Decision.APPROVED})

    def act(given: dict[str, Any]) -> None:
        actions.sign_for(
            task, given["decision"], opinion=given["opinion"], authority=given["authority"], actor=request.actor
        )

    text = _("Both names and the authority are shown with the opinion.")
    done = _("Your opinion is recorded.")
    return _ask(request, form, act, title=_("Sign for somebody"), text=text, instance=task.instance_id, done=done)


def _with_person(
    request: DeskRequest, task: Task, act: Callable[[Any], object], *, title: str, text: str, done: str
) -> HttpResponse:
    """Ask for one post-holder and do ``act`` with it."""
    form = PersonForm(request.POST or None, actor=request.actor, body=task.instance.body)
    return _ask(
        request, form, lambda given: act(given["who"]), title=title, text=text, instance=task.instance_id, done=done
    )


@desk_view()
def add_signer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who else is to sign in this step."""
    task = _task(request, pk)
    return _with_person(
        request,
        task,
        lambda who: actions.add_signer(task, [who], actor=request.actor),
        title=_("Add a signer"),
        text=_("The step cannot pass before this person has answered."),
        done=_("Added."),
    )


@desk_view()
def hand_over(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who is to decide in one's place."""
    task = _task(request, pk)
    return _with_person(
        request,
        task,
        lambda who: actions.hand_over(task, who, actor=request.actor),
        title=_("Hand over"),
        text=_("The task leaves your list; the record says that you handed it over."),
        done=_("Handed over."),
    )


@desk_view()
def replace(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who takes the place of an approver who left, or of nobody."""
    task = _task(request, pk)
    return _with_person(
        request,
        task,
        lambda who: actions.replace(task, who, actor=request.actor),
        title=_("Replace the approver"),
        text=_("For approvers who left or cannot act, and for steps without anybody."),
        done=_("Replaced."),
    )


@desk_view()
def copy_to(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who is to read along."""
    instance = visible(request, pk)
    form = PersonForm(request.POST or None, actor=request.actor, body=instance.body)

    def act(given: dict[str, Any]) -> None:
        actions.copy_to(instance, [given["who"]], actor=request.actor)

    text = _("Whoever gets a copy may read all opinions.")
    return _ask(request, form, act, title=_("Send a copy"), text=text, instance=pk, done=_("Sent."))


@desk_view()
@require_POST
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a matter back."""
    actions.withdraw(visible(request, pk), actor=request.actor)
    messages.success(request, _("Taken back. You may submit it again."))
    return redirect("approvals:detail", pk=pk)


@desk_view()
@require_POST
def remind(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Remind whoever has not answered."""
    reminded = actions.remind(visible(request, pk), actor=request.actor)
    messages.success(
        request, _("Reminded: %(who)s") % {"who": "、".join(task.label for task in reminded)}
    )  # messages: zh
    return redirect("approvals:detail", pk=pk)


@desk_view(READ_DEADLINES)
def extend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask how much more time a clock needs and why, and submit that for approval."""
    found = within(Clock.objects.select_related("body"), request.actor, READ_DEADLINES)
    clock = get_object_or_404(found, pk=pk)
    form = ExtensionForm(request.POST or None)
    form.fields["amount"].help_text = str(clock.get_unit_display())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            instance = actions.request_extension(
                clock, given["amount"], reason=given["reason"], notice=given["notice"], actor=request.actor
            )
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Submitted for approval."))
            return redirect("approvals:detail", pk=instance.pk)
    context = {
        "form": form,
        "title": _("Ask for an extension"),
        "lead": f"{clock.rule_title} · {clock.subject_label}",
        "back": reverse("deadlines:clock", args=[pk]),
        "submit": _("Submit for approval"),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
