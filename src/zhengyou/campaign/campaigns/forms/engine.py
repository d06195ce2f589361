"""Forms of the engine's pages: versions, scope, goals, organisation, sub-plans."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import BasisKind, Cause, GoalKind, Measure, Rank, ResourceKind
from zhengyou.campaign.campaigns.forms.picking import Picking, day_field, long_text, one_of
from zhengyou.campaign.campaigns.models import Dimension, Duty, Goal, Item, Phase, Sector
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.registry.bodies.enums import Duty as PostDuty
from zhengyou.registry.bodies.enums import Kind, Level, RelationKind
from zhengyou.registry.bodies.models import Body, LeadingGroup, Post
from zhengyou.registry.papers.models import Paper

CHANGES = [
    ("", _("Nothing")),
    ("duty.add", _("Add a duty")),
    ("duty.move", _("Move a duty to another day")),
    ("duty.rename", _("Change the wording of a duty")),
    ("duty.withdraw", _("Withdraw a duty")),
    ("phase.add", _("Add a phase")),
    ("phase.move", _("Change the days of a phase")),
    ("phase.withdraw", _("Withdraw a phase")),
    ("dimension.add", _("Add a dimension")),
    ("item.add", _("Add an item")),
    ("item.withdraw", _("Withdraw an item")),
    ("unit.withdraw", _("Let a unit leave")),
]


class AmendForm(forms.Form):
    """Why a plan is amended."""

    cause = forms.ChoiceField(label=_("From where it comes"), choices=Cause.choices)
    origin = forms.CharField(
        label=_("Which visit, review or paper"),
        required=False,
        max_length=200,
        help_text=_("So that whoever asked finds it."),
    )
    reason = forms.CharField(label=_("Reason"), widget=long_text(3), max_length=500, required=False)


class WishForm(Picking):
    """One thing that an amendment changes."""

    change = forms.ChoiceField(label=_("What changes"), choices=CHANGES, required=False)
    duty = one_of(Duty, _("Duty"), required=False)
    phase = one_of(Phase, _("Phase"), required=False)
    dimension = one_of(Dimension, _("Dimension"), required=False)
    item = one_of(Item, _("Item"), required=False)
    unit = one_of(Body, _("Unit"), required=False)
    name = forms.CharField(label=_("New name"), required=False, max_length=200)
    starts = day_field(label=_("First day"), required=False)
    day = day_field(label=_("Due by, or last day"), required=False)
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm.choices, initial=Rhythm.ONCE, required=False)


class BasisForm(Picking):
    """A document behind a campaign."""

    kind = forms.ChoiceField(label=_("What it is to the campaign"), choices=BasisKind.choices, initial=BasisKind.UPWARD)
    paper = one_of(Paper, _("Paper of this platform"), required=False)
    number_text = forms.CharField(label=_("Document number"), required=False, max_length=60)
    title = forms.CharField(label=_("Title"), required=False, max_length=200)


class TermsForm(Picking):
    """By what units are chosen."""

    sector = one_of(Sector, _("Sector"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("Any")), *Level.choices], required=False)
    under = one_of(Body, _("Below this body"), required=False)
    relation = forms.ChoiceField(
        label=_("By line or place"), choices=[("", _("Any")), *RelationKind.choices], required=False
    )
    related = one_of(Body, _("To this body"), required=False)
    leaves_out = forms.BooleanField(label=_("These units are left out"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the body where line or place is chosen, and the other way round."""
        given = super().clean() or {}
        if bool(given.get("relation")) != bool(given.get("related")) and "related" not in self.errors:
            self.add_error("related", _("Line or place needs the body to which units stand in it."))
        return given

    @property
    def says_something(self) -> bool:
        """Whether a valid form names anything by which units are chosen."""
        return any(self.cleaned_data.get(name) for name in ("sector", "kinds", "level", "under", "relation"))


class SectorForm(forms.Form):
    """A sector of the register."""

    name = forms.CharField(label=_("Name of the sector"), max_length=60, required=False)
    words = forms.CharField(
        label=_("Words in the units' names"),
        max_length=200,
        required=False,
        help_text=_("Divided by 、; units whose names hold one of them are entered."),
    )


class ClassForm(forms.Form):
    """A class of participants."""

    name = forms.CharField(label=_("What they are called"), max_length=60, required=False)
    duties = forms.MultipleChoiceField(
        label=_("Which posts"),
        choices=PostDuty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all posts."),
    )
    title_words = forms.CharField(
        label=_("Words in the titles of posts"), max_length=200, required=False, help_text=_("Divided by 、.")
    )
    is_extension = forms.BooleanField(label=_("The campaign is extended to them"), required=False)


class GoalForm(Picking):
    """A goal with its measure."""

    name = forms.CharField(label=_("What is to be reached"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind of goal"), choices=GoalKind.choices)
    parent = one_of(Goal, _("Below this goal"), required=False)
    measure = forms.ChoiceField(label=_("From where the figure comes"), choices=Measure.choices)
    item = one_of(Item, _("Item"), required=False)
    target = forms.DecimalField(label=_("Target"), required=False, max_digits=14, decimal_places=2)
    unit = forms.CharField(label=_("Unit of measure"), required=False, max_length=20)
    quality = forms.CharField(label=_("Quality each one must have"), required=False, max_length=100)
    quality_floor = forms.DecimalField(label=_("At least"), required=False, max_digits=9, decimal_places=2)
    due_on = day_field(label=_("Due by"), required=False)


class ValueForm(forms.Form):
    """What a unit reports for a goal."""

    value = forms.DecimalField(label=_("Reached since the last report"), max_digits=14, decimal_places=2)
    quality_value = forms.DecimalField(label=_("Figure of quality"), required=False, max_digits=9, decimal_places=2)
    evidence = forms.CharField(label=_("By what it is shown"), widget=long_text(), max_length=4000, required=False)


class OrganiseForm(Picking):
    """Theme and leading group."""

    theme = forms.CharField(label=_("Theme"), required=False, max_length=200)
    group = one_of(LeadingGroup, _("Leading group"), required=False)


class ResponsibilityForm(Picking):
    """For what a post answers."""

    post = one_of(Post, _("Post"))
    rank = forms.ChoiceField(label=_("Rank in the chain"), choices=Rank.choices)
    matter = forms.CharField(label=_("For what it answers in the campaign"), max_length=300, required=False)
    business = forms.CharField(label=_("For what it answers in its trade"), max_length=300, required=False)


class ResourceForm(forms.Form):
    """Something that is needed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices)
    name = forms.CharField(label=_("Needed for it"), max_length=120, required=False)
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2)
    unit = forms.CharField(label=_("Unit of measure"), required=False, max_length=20)
    needed_by = day_field(label=_("Needed by"), required=False)


class SourceForm(forms.Form):
    """From where something comes."""

    source = forms.CharField(label=_("From where it comes"), max_length=200, required=False)


class AskForm(Picking):
    """Whether sub-plans are asked for, by when and where they go."""

    due_on = day_field(
        label=_("Sub-plans of units by"), required=False, help_text=_("Empty: the task sheets are enough.")
    )
    personal_due_on = day_field(label=_("Personal plans of participants by"), required=False)
    report_to = one_of(Body, _("Reported upward to"), required=False)
    record_to = one_of(Body, _("Filed for the record with"), required=False)
    record_name = forms.CharField(label=_("Or with this body outside"), required=False, max_length=120)


class TextForm(forms.Form):
    """The text of a plan."""

    text = forms.CharField(label=_("Text"), widget=long_text(18), max_length=100_000, required=False)


class LineForm(Picking):
    """A duty of the unit's own."""

    name = forms.CharField(label=_("What is to be done"), max_length=200, required=False)
    due_on = day_field(label=_("Due by"), required=False)
    leader = one_of(Post, _("Leader in charge"), required=False)
    handler = one_of(Post, _("Handler"), required=False)


class AssignForm(Picking):
    """Which posts answer for a line."""

    leader = one_of(Post, _("Leader in charge"), required=False)
    handler = one_of(Post, _("Handler"))
    due_on = day_field(label=_("Due by"), required=False)


class NumberForm(forms.Form):
    """The number of a receipt."""

    number = forms.CharField(label=_("Number of the receipt"), max_length=60, required=False)


class WhyForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), widget=long_text(3), max_length=500, required=False)


class Nothing(forms.Form):
    """A question that needs no answer but yes."""
