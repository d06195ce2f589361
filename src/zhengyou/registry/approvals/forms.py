"""Forms of the desk pages of approvals."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.models import Role
from zhengyou.registry.approvals import approvers, policy
from zhengyou.registry.approvals.enums import Decision, DefinitionState, State
from zhengyou.registry.approvals.models import Definition, Step
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.enums import PackState
from zhengyou.registry.deadlines.models import LONGEST_TERM, Rule

ALL = ("", _("All"))
OFFERED = 300
"""Colleagues offered for choosing; others are found by name."""


class ProcedureFilter(forms.Form):
    """The query bar above the procedures."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *DefinitionState.choices])


class InstanceFilter(forms.Form):
    """The query bar above lists of approvals."""

    q = forms.CharField(label=_("Matter"), required=False)
    unit = forms.CharField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *State.choices])


class OpinionForm(forms.Form):
    """An opinion, which agreeing does not need."""

    opinion = forms.CharField(
        label=_("Opinion"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=policy.OPINION_LIMIT,
        required=False,
    )


class ReasonForm(forms.Form):
    """An opinion that must be given."""

    opinion = forms.CharField(
        label=_("Opinion"), widget=forms.Textarea(attrs={"rows": 3}), max_length=policy.OPINION_LIMIT
    )


class ReturnForm(ReasonForm):
    """To which step, and why."""

    step = forms.TypedChoiceField(label=_("Return to"), coerce=int)
    field_order = ("step", "opinion")

    def __init__(self, *args: Any, steps: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]  # a choice field


class SignForForm(OpinionForm):
    """Whose opinion is given, and on what authority."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(word.value, word.label) for word in (Decision.APPROVED, Decision.REJECTED)],
        widget=forms.RadioSelect,
    )
    authority = forms.CharField(
        label=_("Authority"),
        help_text=_("Letter of authority, record of the telephone call or the like"),
        max_length=200,
    )
    field_order = ("decision", "opinion", "authority")


class PersonForm(forms.Form):
    """One post-holder: chosen among colleagues, or found by name in the whole organisation."""

    who = forms.ModelChoiceField(label=_("Colleague"), queryset=Appointment.objects.none(), required=False)
    name = forms.CharField(
        label=_("Or by name"), required=False, max_length=60, help_text=_("For people of other units")
    )

    def __init__(self, *args: Any, actor: Actor, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = body.path.split(".", 1)[0] + "."
        above = {int(key) for one in (body, actor.body) if one for key in one.path.split(".") if key}
        self._offer(approvers.current_holders().filter(post__body__in=above))

    def _offer(self, holders: QuerySet[Appointment]) -> None:
        field = self.fields["who"]
        field.queryset = holders  # type: ignore[attr-defined]  # a choice field
        field.choices = [("", "—"), *((one.pk, _named(one)) for one in holders[:OFFERED])]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Find the person by name where none was chosen; several of a name are offered for choosing."""
        given: dict[str, Any] = super().clean() or {}
        name = (given.get("name") or "").strip()
        if given.get("who") or "who" in self.errors:
            return given
        if not name:
            self.add_error("who", _("Choose a colleague or enter a name."))
            return given
        found = approvers.current_holders().filter(person__name=name, post__body__path__startswith=self.root)
        if len(found) == 1:
            given["who"] = found[0]
        elif found:
            self._offer(found)
            self.add_error("who", _("Several posts are held by that name. Choose one."))
        else:
            self.add_error("name", _("Nobody of that name holds a post."))
        return given


class ExtensionForm(forms.Form):
    """How much more time is asked for, and why."""

    amount = forms.IntegerField(label=_("More time"), min_value=1, max_value=LONGEST_TERM)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200)
    notice = forms.CharField(label=_("Written notice"), required=False, max_length=120)


class DefinitionForm(forms.ModelForm[Definition]):
    """A procedure without its steps."""

    class Meta:
        model = Definition
        fields = ("title", "code", "body", "note")
        labels = {"title": _("Name"), "code": _("Identifier"), "body": _("Holds for"), "note": _("Remark")}
        help_texts = {"code": _("As the platform asks for it: publish, plan-launch, extension, honours")}

    def __init__(self, *args: Any, bodies: QuerySet[Body], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        field.queryset = bodies  # type: ignore[attr-defined]  # a choice field
        field.empty_label = _("Everywhere") if everywhere else None  # type: ignore[attr-defined]  # a choice field
        field.required = not everywhere
        if not self.instance._state.adding:
            for name in ("code", "body"):
                self.fields[name].disabled = True

    def validate_constraints(self) -> None:
        """Leave constraints to the verbs, which speak to people."""


class StepForm(forms.ModelForm[Step]):
    """One step of a procedure."""

    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all(), required=False)
    returns_to = forms.TypedMultipleChoiceField(
        label=_("May return to"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    rule_key = forms.ChoiceField(label=_("Time limit"), required=False)

    class Meta:
        model = Step
        fields = (
            "order_number", "name", "who", "duty", "role", "relation", "appointments", "mode", "needed", "refusal",
            "other_than_starter", "returns_to", "rule_key",
        )  # fmt: skip
        labels = {
            "order_number": _("Place"),
            "name": _("Name"),
            "who": _("Approvers"),
            "duty": _("Kind of post"),
            "relation": _("Looked for in"),
            "appointments": _("Named posts"),
            "mode": _("How many must agree"),
            "needed": _("Number that must agree"),
            "refusal": _("What a refusal does"),
            "other_than_starter": _("Not whoever submitted it"),
        }

    def __init__(self, *args: Any, definition: Definition, holders: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        self.fields["appointments"].queryset = holders  # type: ignore[attr-defined]  # a choice field
        self.fields["appointments"].label_from_instance = _named  # type: ignore[attr-defined]  # a choice field
        self.fields["duty"].choices = [("", "—"), *Duty.choices]  # type: ignore[attr-defined]  # a choice field
        limits = (
            Rule.objects.filter(pack__state=PackState.IN_FORCE).order_by("key").values_list("key", "title").distinct()
        )
        self.fields["rule_key"].choices = [("", "—"), *dict(limits).items()]  # type: ignore[attr-defined]  # a choice field
        earlier = [(step.order_number, step.name) for step in definition.steps.all()]
        self.fields["returns_to"].choices = earlier  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Check what belongs together; `definitions.faults_of` asks again before the procedure is put into use."""
        given: dict[str, Any] = super().clean() or {}
        wanted = {"duty": "duty", "role": "role", "named": "appointments"}.get(given.get("who") or "")
        if wanted and not given.get(wanted):
            self.add_error(wanted, _("Fill this in for the approvers chosen."))
        if given.get("needed") == 0:
            self.add_error("needed", _("At least one."))
        if given.get("mode") in ("single", "all") and given.get("refusal") == "counts":
            self.add_error("refusal", _("Refusals are counted only where not everybody must agree."))
        place = given.get("order_number") or 0
        if any(number >= place for number in given.get("returns_to") or ()):
            self.add_error("returns_to", _("It can be returned only to an earlier step."))
        given["role"] = given["role"].pk if given.get("role") else ""
        return given

    def validate_constraints(self) -> None:
        """Leave constraints to `clean` and to the verbs, which speak to people."""

    def _post_clean(self) -> None:
        """Build no model instance: the verb writes the row."""


def _named(appointment: Appointment) -> str:
    """Return name and post of a holder."""
    return f"{appointment.person.name}（{appointment}）"
