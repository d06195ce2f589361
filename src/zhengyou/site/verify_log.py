"""`zhengyou verify-log`: recomputes the log of ratings from what is stored and says what was deleted or altered."""

import argparse

from zhengyou.instruments.ratings import log_check
from zhengyou.site.console import say, warn

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou verify-log`."""
    parser.add_argument(
        "--key", default="", help="public key that the heads must carry, in base 64, as noted elsewhere"
    )


def run(options: argparse.Namespace) -> int:
    """Verify and return 0 where everything is as it was signed."""
    tally = log_check.Tally()
    found = list(log_check.faults(tally, options.key))
    for fault in found[:SHOWN]:
        warn(f"{fault.place}: {fault.text}")
    if len(found) > SHOWN:
        warn(f"… {len(found)} in all")
    say(
        f"{tally.leaves} 条存证、{tally.ratings} 件评价、{tally.additions} 件追评、{tally.heads} 个签名"
        " / leaves, ratings, additions, signed heads;"
        f" {tally.erased} 件依法删除 / erased by law; {len(found)} 处异常 / faults"
    )
    return 1 if found else 0
