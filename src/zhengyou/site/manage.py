"""Passes on to Django's own management commands (`zhengyou manage makemigrations …`), as the owner of the database."""

import argparse

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou manage`: whatever Django's command takes."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="a Django command and its arguments")


def run(options: argparse.Namespace) -> int:
    """Carry out the Django command; it ends the process itself where it fails."""
    execute_from_command_line(["zhengyou manage", *options.rest])
    return 0
