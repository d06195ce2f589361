"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Campaigns."""

    name = "zhengyou.campaign.campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        """Put the task sheets that wait for a hat into the work queue, and own their attachments."""
        from zhengyou.campaign.campaigns import attachments, scan_files  # noqa: PLC0415 -- models are ready only now
        from zhengyou.campaign.campaigns.worklist import invited, waiting  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.files import register_owner  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here

        worklist.register(waiting)
        worklist.register(invited)
        register_owner(
            attachments.OWNER, may_read=attachments.may_read, may_write=attachments.may_write, label=attachments.title
        )
        register_owner(
            scan_files.OWNER, may_read=scan_files.may_read, may_write=scan_files.may_write, label=scan_files.title
        )
