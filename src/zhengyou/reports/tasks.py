"""Jobs of reports."""

import importlib.util

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs


@jobs.task("reports.export_month", title=_("Write the finished month for research"), cron="10 17 1 * *")
def export_month() -> None:
    """Write the months that are over as Parquet files (on the 2nd, 01:10); nothing where the extra is not installed."""
    if importlib.util.find_spec("pyarrow") is None:
        return
    from zhengyou.reports.research import exporting  # noqa: PLC0415 -- needs the extra `analysis`

    for month in exporting.months_to_export(settings.RESEARCH_ROOT):
        exporting.export_month(settings.RESEARCH_ROOT, month)
