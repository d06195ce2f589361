"""Forms of content, shared duties, links, results, information and benchmarks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import Capability, LinkKind, ResultKind, TagKind
from zhengyou.campaign.campaigns.forms.picking import Picking, day_field, long_text, one_of, some_of
from zhengyou.campaign.campaigns.models import Benchmark, Campaign, Duty, Item, Preset
from zhengyou.registry.bodies.models import Body

STEPS = 6
"""A set of means has at most so many steps on the form."""


class PresetForm(forms.Form):
    """A set of means: its name, and each step with its means."""

    name = forms.CharField(label=_("Name of the set of means"), max_length=60, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for number in range(1, STEPS + 1):
            label = _("Step %(n)d") % {"n": number}
            self.fields[f"step{number}"] = forms.CharField(label=label, max_length=60, required=False)
            self.fields[f"means{number}"] = forms.ChoiceField(
                label=_("Means of step %(n)d") % {"n": number}, choices=Capability.choices, required=False
            )

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Return the steps that were named."""
        given = self.cleaned_data
        pairs = [(given[f"step{n}"], given[f"means{n}"]) for n in range(1, STEPS + 1)]
        return [(name, means) for name, means in pairs if name]


class UsePresetForm(Picking):
    """Which set of means a campaign takes over."""

    preset = one_of(Preset, _("Set of means"))


class ItemRecordForm(forms.Form):
    """What was done for an item."""

    on = day_field(label=_("Day"), required=False)
    text = forms.CharField(label=_("What was done"), widget=long_text(), max_length=4000, required=False)


class ShareDutyForm(Picking):
    """Which unit leads a duty and which support."""

    lead = one_of(Body, _("Leading unit"))
    assisting = some_of(Body, _("Supporting units"), required=False)


class PassForm(Picking):
    """To which units below a duty goes."""

    units = some_of(Body, _("Units below"), required=False)
    due_on = day_field(label=_("Due by"), required=False)


class TagForm(Picking):
    """A tag and the duties that serve it."""

    name = forms.CharField(label=_("Name of the tag"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=TagKind.choices)
    duties = some_of(Duty, _("Duties that serve it"), required=False)


class LinkForm(Picking):
    """With which campaign one is linked."""

    other = one_of(Campaign, _("Campaign of this platform"), required=False)
    other_title = forms.CharField(label=_("Or a campaign run elsewhere"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("How they belong together"), choices=LinkKind.choices)
    note = forms.CharField(label=_("Side note"), max_length=300, required=False)


class CountForm(Picking):
    """Which duty's record counts for which."""

    source = one_of(Duty, _("What is handed in for"))
    target = one_of(Duty, _("Counts for, too"))


class ResultForm(Picking):
    """What came of a campaign."""

    kind = forms.ChoiceField(label=_("Kind of result"), choices=ResultKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    item = one_of(Item, _("Item of the plan"), required=False)
    before = forms.CharField(label=_("How it was"), widget=long_text(3), required=False, max_length=4000)
    after = forms.CharField(label=_("Now"), widget=long_text(3), required=False, max_length=4000)
    steps_before = forms.IntegerField(label=_("Steps before"), required=False, min_value=0, max_value=999)
    steps_after = forms.IntegerField(label=_("Steps now"), required=False, min_value=0, max_value=999)
    document = forms.CharField(label=_("Document that sets it"), max_length=200, required=False)
    in_force_on = day_field(label=_("In force since"), required=False)


class InformationForm(forms.Form):
    """A piece of information."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    text = forms.CharField(label=_("Text"), widget=long_text(10), max_length=10_000, required=False)


class OutletForm(forms.Form):
    """Where a piece of information was used."""

    outlet = forms.CharField(label=_("Where it was used"), max_length=200, required=False)


class BenchmarkForm(forms.Form):
    """A model of the library."""

    name = forms.CharField(label=_("The model"), max_length=120, required=False)
    practice = forms.CharField(label=_("What it does better"), widget=long_text(), max_length=4000, required=False)
    indicator = forms.CharField(label=_("Figure by which one compares"), max_length=100, required=False)
    value = forms.DecimalField(label=_("Its figure"), max_digits=12, decimal_places=2)
    unit = forms.CharField(label=_("Unit of measure"), max_length=20, required=False)
    lower_is_better = forms.BooleanField(label=_("Less is better"), required=False)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


class AlignForm(Picking):
    """How a unit measures itself against a model."""

    benchmark = one_of(Benchmark, _("Benchmark"))
    value = forms.DecimalField(label=_("Your figure today"), max_digits=12, decimal_places=2)
    gap = forms.CharField(label=_("What your unit lacks"), widget=long_text(3), max_length=4000, required=False)
    commitment = forms.CharField(
        label=_("To what it commits itself"), widget=long_text(3), max_length=4000, required=False
    )
    due_on = day_field(label=_("Due by"))


class ReadingForm(forms.Form):
    """The figure of today."""

    value = forms.DecimalField(label=_("Your figure today"), max_digits=12, decimal_places=2)
    note = forms.CharField(label=_("Side note"), max_length=300, required=False)
