"""What a page shows of the files of a thing: items for the `files` component."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhengyou.records.files.models import Attachment


def shown(attachments: Iterable[Attachment], *, public: bool = False, removable: bool = False) -> list[dict[str, Any]]:
    """Return the items for ``{% files items %}``; links lead to the desk's door or, with ``public``, to the open one."""
    return [
        {
            "name": attachment.name,
            "url": reverse("files:open-public" if public else "files:open", args=[attachment.pk]),
            "size": attachment.size,
            "remove_url": reverse("files:withdraw", args=[attachment.pk]) if removable and not public else "",
        }
        for attachment in attachments
    ]
