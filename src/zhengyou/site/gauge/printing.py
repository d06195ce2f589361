"""How long it takes to print a whole hall: its work cards, desk plates and rating codes."""

import json
from collections.abc import Iterator

from zhengyou.site.gauge.figures import Figure
from zhengyou.site.gauge.stand import Stand, run_module

CARDS = 200


def printing(where: Stand, seconds: float) -> Iterator[Figure]:
    """Print two hundred cards of a hall in each form; the aim is 20 s for a form."""
    del seconds
    told = json.loads(run_module(where.environment, "zhengyou.site.gauge.hall", str(CARDS)).splitlines()[-1])
    yield Figure("printing: cards of a hall", told["cards"], "count")
    yield Figure("printing: their work cards as one PDF", round(told["work_cards"], 1), "s")
    yield Figure("printing: their desk plates as one PDF", round(told["desk_plates"], 1), "s")
    yield Figure("printing: their rating codes as one PDF", round(told["rating_codes"], 1), "s")
