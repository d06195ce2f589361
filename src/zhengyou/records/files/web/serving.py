"""How a file goes out: as an attachment, never sniffed, never able to act."""

from django.http import FileResponse, HttpResponse, HttpResponseBase

from zhengyou.records.files import storage
from zhengyou.records.files.actions import Opened
from zhengyou.records.files.downloads import guarded


def served(opened: Opened, *, inline: bool = False) -> HttpResponseBase:
    """Return the answer for an opened file; only pictures that are not sealed are ever shown in the page."""
    attachment = opened.attachment
    response: HttpResponseBase
    if opened.content is not None:
        response = HttpResponse(opened.content, content_type=attachment.media_type)
    else:
        file = storage.path_of(attachment.place).open("rb")
        response = FileResponse(file, content_type=attachment.media_type)
    guarded(response, attachment.name, inline=inline and attachment.is_picture)
    if attachment.sealed:
        response["Cache-Control"] = "private, no-store"
    return response
