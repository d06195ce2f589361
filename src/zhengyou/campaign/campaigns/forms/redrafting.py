"""Forms of amended texts: which of the lines that differ are taken over, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import Cause


class DifferenceForm(forms.Form):
    """Why the plan is amended, and the lines that are taken over."""

    cause = forms.ChoiceField(label=_("From where it comes"), choices=Cause.choices)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )

    def __init__(self, *args: Any, keys: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"] = forms.MultipleChoiceField(
            label=_("What is taken over"), choices=[(key, key) for key in keys], required=False
        )
