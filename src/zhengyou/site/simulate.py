"""`zhengyou simulate`: what tricks buy under the raw mean and under the published method, and how many attacks are found."""

import argparse

from zhengyou.mechanisms.scoring.methods import gaming, simulator
from zhengyou.site.console import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou simulate`."""
    parser.add_argument("what", choices=("tricks", "attacks"), help="tricks of units, or attacks on ratings")
    parser.add_argument("--units", type=int, default=1000, help="tricks: how many units (default: 1000)")
    parser.add_argument("--seeds", type=int, default=3, help="attacks: how many worlds (default: 3)")


def run(options: argparse.Namespace) -> int:
    """Print the table."""
    if options.what == "tricks":
        say("买到的名次 / ranks bought by each trick: raw mean, published method")
        say(gaming.table(options.units))
    else:
        say("检出率与实际误报率 / recall and realised false-discovery rate of the integrity tests")
        say(simulator.table(options.seeds))
    return 0
