"""`zhengyou plan compile FILE…`: read activity plans on the command line, without a database."""

from zhengyou.campaign.plans.cli import add_arguments, run

__all__ = ["add_arguments", "run"]
