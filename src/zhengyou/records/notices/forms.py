"""Forms of notices."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.records.notices import channels


def _ways() -> list[tuple[str, Sentence]]:
    return channels.offered()


class ChannelsForm(forms.Form):
    """The ways out of the house that a person wants."""

    channels = forms.MultipleChoiceField(
        label=_("Tell me also by"), required=False, choices=_ways, widget=forms.CheckboxSelectMultiple
    )
    kept = forms.CharField(initial="yes", widget=forms.HiddenInput)
    """Sent along, so that a form without a tick is a choice too."""

    @staticmethod
    def of(without: Collection[str]) -> dict[str, Any]:
        """Return what the form starts with for somebody who does ``without`` some ways."""
        return {"channels": [name for name, _label in channels.offered() if name not in without], "kept": "yes"}
