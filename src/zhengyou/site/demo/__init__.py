"""The demonstration: the fictitious 青禾县 with a year of work, built from code with a fixed seed.

`zhengyou run` loads it into an empty database, `zhengyou demo` on request. Everything in it is made up; a mark on the
disk lets every page say so.
"""

import argparse
import time

from zhengyou.registry.bodies.models import Body
from zhengyou.site.console import Stop, say
from zhengyou.site.demo import county, landmarks, staff
from zhengyou.site.demo.identities import fixed_id
from zhengyou.site.demo.loading import load
from zhengyou.site.installation import is_demonstration
from zhengyou.site.launcher import migrate

__all__ = ["LINKS", "LOGINS", "is_empty", "is_loaded", "load"]

LOGINS = tuple((role, name, staff.PASSWORD) for role, name in staff.LOGINS)
"""Who may sign in to look around: kind of user, user name, password."""

LINKS = landmarks.LINKS
"""Pages worth opening first: title and path."""


def is_empty() -> bool:
    """Return whether the database holds no body yet, so that the demonstration may be loaded."""
    return not Body.objects.exists()


def is_loaded() -> bool:
    """Return whether the database holds the demonstration county."""
    return is_demonstration() and Body.objects.filter(public_id=fixed_id(f"body {county.ROOT}")).exists()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou demo`."""
    parser.add_argument("--scale", type=float, default=1.0, help="share of the visitors to load, from 0.01 to 1")


def run(options: argparse.Namespace) -> int:
    """Carry out `zhengyou demo`.

    Raises:
        Stop: the database cannot be brought up to date or holds something already, or the share makes no sense.
    """
    if not 0.01 <= options.scale <= 1:
        raise Stop("--scale 须在 0.01 与 1 之间 / --scale lies between 0.01 and 1")
    migrate.upgrade()
    if not is_empty():
        raise Stop(
            "数据库不为空，不能装入演示数据 / the database is not empty; demonstration data go into an empty one"
        )
    begun = time.monotonic()
    load(options.scale)
    say(f"演示数据已装入 / the demonstration county is loaded: {time.monotonic() - begun:.1f} s")
    for role, name, password in LOGINS:
        say(f"  {role}  {name}  {password}")
    return 0
