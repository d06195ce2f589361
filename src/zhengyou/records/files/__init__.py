"""Files 附件: the one door for attachments.

Whose file it is decides who may read and change it: a room registers the kind of its owner from `AppConfig.ready`

    from zhengyou.records.files import register_owner
    register_owner("orders.answer", may_read=rules.may_read_answer, may_write=rules.may_edit_answer)

and attaches through the verbs: `actions.attach` for what came with a form, `actions.begin`, `append` and `finish` for
large files over poor lines, `actions.withdraw`, `actions.open_for`. `queries.attached_to(owner)` lists what a thing
has, and `listing.shown` prepares it for the `files` component of a page.

The bytes stand outside the web root, named by their hash; only types on the list enter, recognised by content;
pictures are drawn anew, so that place and device of a photograph (EXIF, GPS) are gone.
"""

from zhengyou.records.files.downloads import as_download
from zhengyou.records.files.owners import Owner, owner_of, register_owner

__all__ = ["Owner", "as_download", "owner_of", "register_owner"]
