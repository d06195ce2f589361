"""Forms of the desk pages of papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhengyou.registry.bodies.enums import Kind as BodyKind
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import queries
from zhengyou.registry.papers.actions import Draft
from zhengyou.registry.papers.enums import (
    Aspect,
    IncomingState,
    Kind,
    Manner,
    NumberState,
    RegulationState,
    State,
    Urgency,
)
from zhengyou.registry.papers.models import Organ, Paper, Resolution
from zhengyou.registry.papers.writing import addressed, references

REACH = [
    ("", _("Only the units named below")),
    ("children", _("All units directly below")),
    ("all", _("All units below, on every level")),
]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PaperFilter(forms.Form):
    """The query bar above outgoing papers."""

    q = forms.CharField(label=_("Title or number"), required=False)
    kind = forms.ChoiceField(label=_("Kind of paper"), required=False, choices=[("", _("All")), *Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])


class NumberFilter(forms.Form):
    """The query bar above the register of numbers."""

    code = forms.CharField(label=_("Code of the organ"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1949, max_value=2999)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *NumberState.choices])


class IncomingFilter(forms.Form):
    """The query bar above incoming papers."""

    q = forms.CharField(label=_("Title, sender or number"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *IncomingState.choices])


class DraftForm(forms.Form):
    """What a draft says and to whom it goes."""

    organ = forms.ModelChoiceField(label=_("Issuing organ"), queryset=Organ.objects.none())
    kind = forms.ChoiceField(label=_("Kind of paper"), choices=Kind.choices, initial=Kind.NOTICE)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"), widget=_area(16), help_text=_("One paragraph a line; numbered headings are recognised.")
    )
    bases = forms.CharField(
        label=_("Basis documents"),
        widget=_area(3),
        required=False,
        help_text=_("One a line, with or without number; masked numbers are accepted."),
    )
    resolution = forms.ModelChoiceField(
        label=_("Decision on which it rests"), queryset=Resolution.objects.none(), required=False
    )
    carries_out = forms.CharField(
        label=_("Campaigns of upper levels carried out"),
        widget=_area(2),
        required=False,
        help_text=_("One a line; what rests on this paper inherits them."),
    )
    reach = forms.ChoiceField(label=_("Main recipients"), choices=REACH, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of units"),
        choices=BodyKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    main = forms.CharField(
        label=_("Further main recipients"),
        widget=_area(2),
        required=False,
        help_text=_("Names, divided by commas or lines."),
    )
    main_line = forms.CharField(
        label=_("Main recipients as printed"),
        max_length=300,
        required=False,
        help_text=_("Empty: the names one after the other."),
    )
    copies = forms.CharField(
        label=_("Copied to"),
        widget=_area(2),
        required=False,
        help_text=_("The number of copies stands in brackets behind the name."),
    )
    copy_line = forms.CharField(label=_("Copy line as printed"), max_length=300, required=False)
    printed_copies = forms.IntegerField(
        label=_("Copies printed"), min_value=0, max_value=9999, required=False, initial=0
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, required=False)
    appendix_title = forms.CharField(
        label=_("Title of the attachment"),
        max_length=200,
        required=False,
        help_text=_("A plan goes out as the attachment of a notice."),
    )
    appendix_text = forms.CharField(label=_("Text of the attachment"), widget=_area(8), required=False)
    honours_basis = forms.CharField(
        label=_("Approved commendation"),
        max_length=200,
        required=False,
        help_text=_("Number of the approval; without it the text may not speak of commendation."),
    )
    note = forms.CharField(label=_("Note under the date"), max_length=300, required=False)
    dated = forms.DateField(
        label=_("Date of an older paper"),
        required=False,
        help_text=_("Only to enter a paper of earlier years; otherwise the day of issue is printed."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    subject_words = forms.CharField(label=_("Subject words (before July 2012)"), max_length=200, required=False)
    upward = forms.CharField(label=_("Reported to (before July 2012)"), widget=_area(1), required=False)

    def content(self, organ: Organ) -> Draft:
        """Return what was typed, with the recipients found in the tree."""
        given: dict[str, Any] = self.cleaned_data
        units = list(queries.group(organ.body, reach=given["reach"], kinds=given["kinds"]))
        typed = addressed(given["main"])
        found = queries.bodies_named([one.label for one in typed], near=organ.body)
        known = {unit.pk for unit in units}
        named: list[Body] = []
        for one in typed:
            unit = found.get(one.label)
            if unit is not None and unit.pk not in known:
                known.add(unit.pk)
                named.append(unit)
        return Draft(
            kind=given["kind"],
            title=given["title"],
            text=given["text"],
            bases=references(given["bases"]),
            resolution=given["resolution"],
            carries_out=references(given["carries_out"]),
            bodies=[*units, *named],
            main_others=[one for one in typed if one.label not in found],
            copies=addressed(given["copies"]),
            upward=addressed(given["upward"]),
            urgency=given["urgency"],
            dated=given["dated"],
            subject_words=given["subject_words"],
            honours_basis=given["honours_basis"],
            main_line=given["main_line"],
            copy_line=given["copy_line"],
            printed_copies=given["printed_copies"] or 0,
            appendix_title=given["appendix_title"],
            appendix_text=given["appendix_text"],
            note=given["note"],
        )


def typed_of(paper: Paper) -> dict[str, Any]:
    """Return a draft as it stands in the form; recipients by name, since groups were resolved when it was saved."""
    rows, bases = list(paper.recipients.all()), list(paper.bases.all())

    def lines(*, carried: bool) -> str:
        chosen = (one for one in bases if one.carries_out == carried and one.resolution_id is None)
        return "\n".join(f"{one.title} {one.number_text}".strip() for one in chosen)

    def names(manner: Manner) -> str:
        return "、".join(
            f"{row.name}（{row.copies}）" if row.copies > 1 else row.name for row in rows if row.manner == manner
        )

    plain = (
        "kind", "title", "text", "main_line", "copy_line", "printed_copies", "urgency", "appendix_title",
        "appendix_text", "honours_basis", "note", "dated", "subject_words",
    )  # fmt: skip
    return {name: getattr(paper, name) for name in plain} | {
        "organ": paper.organ_id,
        "bases": lines(carried=False),
        "carries_out": lines(carried=True),
        "resolution": next((one.resolution_id for one in bases if one.resolution_id), None),
        "main": names(Manner.MAIN),
        "copies": names(Manner.COPY),
        "upward": names(Manner.UPWARD),
    }


class OpinionForm(forms.Form):
    """A word to the reviewers."""

    opinion = forms.CharField(label=_("Note to the reviewers"), widget=_area(2), max_length=500, required=False)


class ReasonForm(forms.Form):
    """A reason that a verb asks for."""

    reason = forms.CharField(label=_("Reason"), widget=_area(2), max_length=300)


class OrganForm(forms.Form):
    """An organ that issues papers."""

    body = forms.ModelChoiceField(label=_("Unit"), queryset=Body.objects.none())
    name = forms.CharField(label=_("Name as it signs"), max_length=120)
    code = forms.CharField(
        label=_("Code of the organ"), max_length=20, help_text=_("What stands before the year in the number.")
    )
    heading = forms.CharField(
        label=_("Red head"),
        max_length=200,
        required=False,
        help_text=_("Empty: the name and the word for document."),
    )
    joint = forms.CharField(label=_("Joint organs"), max_length=200, required=False, help_text=_("Divided by commas."))


class IncomingForm(forms.Form):
    """A paper that came from outside."""

    body = forms.ModelChoiceField(label=_("Received by"), queryset=Body.objects.none())
    from_name = forms.CharField(label=pgettext_lazy("paper", "From"), max_length=120)
    from_number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    dated = forms.DateField(label=_("Dated"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    received_on = forms.DateField(
        label=_("Received on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: today."),
    )
    proposal = forms.CharField(label=_("Proposed handling"), widget=_area(3), required=False)


class InstructionForm(forms.Form):
    """A leader's instruction to one unit."""

    body = forms.ModelChoiceField(label=_("Who carries it out"), queryset=Body.objects.none())
    text = forms.CharField(label=_("Instruction"), widget=_area(4), max_length=1000)


class ResultForm(forms.Form):
    """What was done about an incoming paper."""

    result = forms.CharField(label=_("Outcome of handling"), widget=_area(3), max_length=1000)


class ResolutionForm(forms.Form):
    """A decision of a meeting."""

    body = forms.ModelChoiceField(label=_("Unit"), queryset=Body.objects.none())
    decided_by = forms.CharField(
        label=_("Deciding organ"), max_length=120, help_text=_("The organ that decided, as papers name it.")
    )
    meeting = forms.CharField(label=_("Meeting"), max_length=120, required=False)
    decided_on = forms.DateField(label=_("Date of the decision"), widget=forms.DateInput(attrs={"type": "date"}))
    title = forms.CharField(label=_("Matter decided"), max_length=200)
    text = forms.CharField(label=_("Decision in full"), widget=_area(4), max_length=5000)
    basis = forms.CharField(
        label=_("Basis documents"), widget=_area(2), max_length=1000, required=False, help_text=_("One a line.")
    )


class RegulationFilter(forms.Form):
    """The query bar above the regulations."""

    q = forms.CharField(label=_("Title"), required=False)
    aspect = forms.ChoiceField(label=_("What it is for"), required=False, choices=[("", _("All")), *Aspect.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *RegulationState.choices])


class RegulationForm(forms.Form):
    """The first wording of a regulation."""

    body = forms.ModelChoiceField(label=_("Unit"), queryset=Body.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120)
    aspect = forms.ChoiceField(label=_("What it is for"), choices=Aspect.choices)
    text = forms.CharField(label=_("Wording of the regulation"), widget=_area(14), max_length=30000)


class AmendmentForm(forms.Form):
    """The next wording of a regulation."""

    text = forms.CharField(label=_("Wording of the regulation"), widget=_area(14), max_length=30000)
    changes = forms.CharField(label=_("What is new, and why"), widget=_area(3), max_length=2000)
    issues = forms.CharField(
        label=_("Problems that led to it"),
        widget=_area(3),
        max_length=2000,
        required=False,
        help_text=_("One a line: the number of an order, or words."),
    )


class AdoptionForm(forms.Form):
    """From when a wording is in force, and by what."""

    on = forms.DateField(label=_("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}))
    resolution = forms.ModelChoiceField(
        label=_("Decision on which it rests"), queryset=Resolution.objects.none(), required=False
    )
    paper = forms.ModelChoiceField(label=_("Issued paper"), queryset=Paper.objects.none(), required=False)
