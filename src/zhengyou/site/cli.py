"""The command `zhengyou`: a thin table of commands, each kept in a module of its own.

A command module offers `add_arguments(parser)` and `run(options) -> int`. Only the chosen one is imported, so that
`zhengyou messages` does not wait for Django nor `zhengyou run` for the rooms; a command that acts as a database role
finds the database running and Django set up before its module is imported.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from zhengyou.site.console import Stop, warn


@dataclass(frozen=True)
class Command:
    """One command: the module that carries it out and the database role it acts as (none: it needs no Django)."""

    module: str
    help: str
    role: str = ""


COMMANDS = {
    "run": Command("launcher.run", "start everything: database, web server, worker (make run)"),
    "serve": Command("launcher.serve", "start the web server"),
    "worker": Command("launcher.worker", "start the worker that carries out jobs", "app"),
    "demo": Command("demo", "load the demonstration county", "owner"),
    "plan": Command("plan", "compile the text of a plan into a draft"),
    "requirements": Command("requirements_report", "print which required mechanisms the last test run covered"),
    "doctor": Command("doctor", "look at the installation and say what to mend"),
    "verify-log": Command("verify_log", "recompute the log of ratings and say what was deleted or altered", "app"),
    "backup": Command("backup", "write database and files into one archive", "owner"),
    "restore": Command("restore", "bring back an archive of `zhengyou backup`", "owner"),
    "migrate": Command("launcher.migrate", "bring the database up to date and grant the application role", "owner"),
    "messages": Command("messages", "extract, merge and compile the Chinese catalogues"),
    "assets": Command("assets", "build the front end"),
    "bench": Command("bench", "measure and write var/bench.json"),
    "simulate": Command("simulate", "print what tricks buy, and how many attacks on ratings are found"),
    "research-export": Command("research_export", "write finished months as Parquet files", "app"),
    "analyse": Command("analyse", "answer research questions over those files (DuckDB or Spark)"),
    "manage": Command("manage", "pass on to Django's own management commands", "owner"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a foreseen failure is one line, never a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words[0] if words and words[0] in COMMANDS else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengyou.site.settings")
    try:
        with ExitStack() as stack:
            return _carry_out(name, words, stack)
    except Stop as stop:
        warn(f"zhengyou {name}: {stop}")
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(name: str, words: list[str], stack: ExitStack) -> int:
    parser = argparse.ArgumentParser(prog="zhengyou", description="争优 Zhengyou")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    own = {each: commands.add_parser(each, help=command.help) for each, command in COMMANDS.items()}
    if not name:
        parser.parse_args(words)
        return 0
    if role := COMMANDS[name].role:
        os.environ["ZHENGYOU_ROLE"] = role
        stack.enter_context(importlib.import_module("zhengyou.site.launcher.postgres").connected())
        importlib.import_module("django").setup()
    module = importlib.import_module(f"zhengyou.site.{COMMANDS[name].module}")
    module.add_arguments(own[name])
    return int(module.run(parser.parse_args(words)) or 0)


if __name__ == "__main__":
    sys.exit(main())
