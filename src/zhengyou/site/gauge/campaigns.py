"""A campaign of a province: 10,000 units with 60 duties each are given their task sheets, and its boards are opened."""

import functools
from collections.abc import Iterator

from zhengyou.site.gauge.figures import Figure, request_figures
from zhengyou.site.gauge.large import DESK_CLIENTS, UNITS, look
from zhengyou.site.gauge.stand import Stand

DUTIES = 60


def campaigns(where: Stand, seconds: float) -> Iterator[Figure]:
    """Launch the campaign, hand its sheets out as the job does, and measure its pages for one reader at a time."""
    made = where.fill("campaign", str(UNITS), str(DUTIES))
    yield Figure("campaign: units", made["units"], "count")
    yield Figure("campaign: task sheets", made["sheets"], "count")
    yield Figure("campaign: time to launch, until the page answers", round(made["launched"], 1), "s")
    yield Figure("campaign: time of the job that hands out (shall stay below 120 s)", round(made["handed_out"], 1), "s")
    page = f"/desk/campaigns/{made['campaign']}/"
    pages = {
        "campaign: progress board (shall stay below 500 ms)": page,
        "campaign: board one level below": f"{page}?body={made['below']}",
        "campaign: coverage": f"{page}coverage/",
        "campaign: chart of days": f"{page}chart/",
        "campaign: list of task sheets": f"/desk/campaigns/sheets/?campaign={made['campaign']}",
    }
    for name, path in pages.items():
        ask = functools.partial(look, path, made["session"])
        yield from request_figures(name, where, seconds / 2, ask, clients=DESK_CLIENTS)
    counted = where.fill("queries", made["session"], *pages.values())
    for name, path in pages.items():
        yield Figure(f"{name}: queries", counted[path], "count")
