"""Keeps the Chinese catalogues of the rooms: extracts message ids, keeps translations, compiles, and checks.

Every room owns `locale/zh_Hans/LC_MESSAGES/django.po`; message ids are English. Babel reads and writes the files, so
no GNU gettext has to be installed. Templates go through Django's own `templatize`, whose output is not valid Python
(it is meant for xgettext); therefore the calls in it are found one by one and parsed by `ast`.
"""

import argparse
import ast
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template import base
from django.utils.translation.template import templatize

from zhengyou.site.console import Stop, say, warn

SOURCE = Path(__file__).resolve().parents[1]
"""The folder of the package `zhengyou`."""

FLOORS_WITH_ROOMS = ("records", "registry", "campaign", "mechanisms", "instruments")
"""Floors whose subfolders are rooms; every other floor is one room."""

LOCALE = "zh_Hans"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
"""The whole header of a catalogue: no dates and no names, so that a file changes only when its messages do."""

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"(?<![\w.])(n?p?gettext|_)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd](?![a-z])")
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
FIGURE = r"(?:%\(\w+\)[\d.]*[sdf]|\{\w*\}|%[sd]|\d)"
LOOSE = re.compile(
    rf"(?<=[\u3400-\u9fff]) +(?={FIGURE})|"
    r"(?:(?<=\d)|(?<=\)[sd])|(?<=\.\df)|(?<=%[sd])|(?<=\})) +(?=[\u3400-\u9fff])"
)
"""A blank between Chinese and a figure: official texts have none."""
ALLOWED_CHINESE = "messages: zh"
"""A comment with these words on a line (or on the first line of a file) allows Chinese in the source there."""

SPOKEN_FILES = re.compile(r"/(?:web(?:/\w+)?|forms|actions|rules|machine|enums|menus|api)\.py$")
"""Python files whose text reaches people, so that Chinese literals in them must go through gettext."""


@dataclass(frozen=True)
class Found:
    """One message id as it stands in the source."""

    text: str | tuple[str, str]
    context: str | None
    path: str
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """A folder that owns a catalogue."""

    name: str
    folder: Path

    @property
    def catalogue(self) -> Path:
        """The room's catalogue file, which may not exist yet."""
        return self.folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def rooms(names: Iterable[str] = ()) -> list[Room]:
    """Lists the rooms, all of them or those named (`bodies`, `registry/bodies` and `registry.bodies` all serve)."""
    every = []
    for floor in sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").exists()):
        if floor.name in FLOORS_WITH_ROOMS:
            every += [
                Room(f"{floor.name}/{room.name}", room)
                for room in sorted(floor.iterdir())
                if room.is_dir() and not room.name.startswith(("_", "."))
            ]
        else:
            every.append(Room(floor.name, floor))
    wanted = [name.strip("/").removeprefix("zhengyou.").replace(".", "/") for name in names]
    chosen = [room for room in every if not wanted or room.name in wanted or room.name.split("/")[-1] in wanted]
    known = {room.name for room in chosen} | {room.name.split("/")[-1] for room in chosen}
    if missing := [name for name in wanted if name not in known]:
        raise Stop(f"unknown room: {', '.join(missing)}")
    return chosen


def sources(room: Room) -> Iterator[Path]:
    """Yields the room's files that may carry messages, in a stable order."""
    for path in sorted(room.folder.rglob("*")):
        inner = path.relative_to(room.folder).parts
        if path.suffix in {".py", ".html", ".txt"} and not {"node_modules", "migrations", "static"} & set(inner):
            yield path


def found_in(path: Path) -> Iterator[Found]:
    """Yields the messages of one file.

    Raises:
        Stop: the file cannot be parsed; the message names it.
    """
    text, label = path.read_text(encoding="utf-8"), str(path.relative_to(SOURCE.parent))
    try:
        if path.suffix == ".py":
            yield from _found_in_python(text, label)
        else:
            yield from _found_in_template(text, label)
    except (SyntaxError, ValueError) as error:
        raise Stop(f"{label}: {error}") from error


def _found_in_python(text: str, label: str) -> Iterator[Found]:
    for _line, message, comments, context in extract(
        "python", io.BytesIO(text.encode()), KEYWORDS, ["Translators"], {"encoding": "utf-8"}
    ):
        pair = (str(message[0]), str(message[1])) if isinstance(message, tuple) else str(message)
        yield Found(pair, context, label, tuple(comments))


def _found_in_template(text: str, label: str) -> Iterator[Found]:
    # A tag broken over several lines is text to Django unless the site allows it; its messages are extracted anyway.
    single_line = base.tag_re
    base.tag_re = re.compile(single_line.pattern, re.DOTALL)
    try:
        tolerant = templatize(text, origin=label)
    finally:
        base.tag_re = single_line
    for match in CALL.finditer(tolerant):
        arguments = _literal_arguments(tolerant[match.end() - 1 :])
        if not arguments or not arguments[-1]:
            continue
        context = arguments.pop(0) if "p" in match[1] else None
        yield Found((arguments[0], arguments[1]) if match[1].startswith("n") else arguments[0], context, label)


def _literal_arguments(rest: str) -> list[str]:
    """Returns the leading string arguments of a call whose parenthesis opens `rest`."""
    for end in re.finditer(r"\)", rest):
        try:
            call = ast.parse("f" + rest[: end.end()].replace("\n", " "), mode="eval").body
        except SyntaxError:
            continue
        literals = []
        for argument in call.args if isinstance(call, ast.Call) else []:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                break
            literals.append(argument.value)
        return literals
    return []


def extracted(room: Room) -> Catalog:
    """Builds the catalogue of message ids that the room's source carries, without translations."""
    catalog = Catalog(locale=LOCALE, charset="utf-8")
    for path in sources(room):
        for found in found_in(path):
            catalog.add(found.text, locations=[(found.path, 0)], context=found.context, auto_comments=found.comments)
    return catalog


def stored(room: Room) -> Catalog:
    """Reads the room's catalogue from disk; an absent file is an empty catalogue."""
    if not room.catalogue.exists():
        return Catalog(locale=LOCALE, charset="utf-8")
    with room.catalogue.open("rb") as file:
        return read_po(file, locale=LOCALE)


def merged(room: Room) -> Catalog:
    """Joins the source's message ids with the stored translations; what left the source is dropped."""
    fresh, old = extracted(room), stored(room)
    for message in _messages(fresh):
        before = old.get(message.id, context=message.context)
        if before is not None:
            message.string, message.user_comments = before.string, before.user_comments
            message.flags |= before.flags & {"fuzzy"}
    return fresh


def render(catalog: Catalog) -> bytes:
    """Writes a catalogue as bytes in the project's form: no line numbers, no dates, sorted by message id."""
    out = io.BytesIO()
    write_po(out, catalog, width=118, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return HEADER.encode() + out.getvalue()


def update(room: Room) -> tuple[int, int]:
    """Extracts and merges one room's catalogue; returns the number of messages and of untranslated ones."""
    catalog = merged(room)
    messages = _messages(catalog)
    if messages or room.catalogue.exists():
        _write(room.catalogue, render(catalog))
    return len(messages), sum(1 for message in messages if not _is_translated(message))


def compile_room(room: Room) -> bool:
    """Writes the `.mo` file beside the catalogue if the catalogue is newer; returns whether it wrote."""
    source, target = room.catalogue, room.catalogue.with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
        return False
    out = io.BytesIO()
    write_mo(out, stored(room))
    _write(target, out.getvalue())
    return True


def complaints(room: Room) -> Iterator[str]:
    """Yields one line per fault of a room: stale catalogue, missing or fuzzy translation, bare Chinese."""
    source, catalog = extracted(room), stored(room)
    for message in _messages(source):
        before = catalog.get(message.id, context=message.context)
        if before is None:
            yield f"{room.name}: not in the catalogue: {message.id!r}"
        elif before.fuzzy:
            yield f"{room.name}: fuzzy: {message.id!r}"
        elif not _is_translated(before):
            yield f"{room.name}: untranslated: {message.id!r}"
        else:
            yield from _form_complaints(room, before)
    for message in _messages(catalog):
        if source.get(message.id, context=message.context) is None:
            yield f"{room.name}: no longer in the source: {message.id!r}"
    for path in sources(room):
        yield from bare_chinese(path)


def _form_complaints(room: Room, message: Message) -> Iterator[str]:
    ids = [str(text) for text in message.id] if isinstance(message.id, tuple | list) else [str(message.id)]
    wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
    for string in _strings(message):
        if LOOSE.search(string):
            yield f"{room.name}: a blank between Chinese and a figure: {string!r}"
        if unknown := set(PLACEHOLDER.findall(string)) - wanted:
            yield f"{room.name}: placeholder {sorted(unknown)} is not in {message.id!r}"
        if not message.pluralizable and (lost := wanted - set(PLACEHOLDER.findall(string))):
            yield f"{room.name}: placeholder {sorted(lost)} is lost in the translation of {message.id!r}"


def bare_chinese(path: Path) -> Iterator[str]:
    """Yields one line per Chinese text of a template or a spoken Python file that bypasses gettext."""
    text, label = path.read_text(encoding="utf-8"), str(path.relative_to(SOURCE.parent))
    lines = text.splitlines()
    if not CHINESE.search(text) or ALLOWED_CHINESE in lines[0]:
        return
    if path.suffix == ".py":
        numbers = _chinese_literals(text) if SPOKEN_FILES.search(str(path)) else set()
    else:
        visible = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", _blank, text, flags=re.DOTALL)
        numbers = {number for number, line in enumerate(visible.splitlines(), 1) if CHINESE.search(line)}
    for number in sorted(numbers):
        if ALLOWED_CHINESE not in lines[number - 1]:
            yield f"{label}:{number}: Chinese outside gettext: {lines[number - 1].strip()[:60]}"


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _chinese_literals(text: str) -> set[int]:
    """Line numbers of string literals with Chinese, docstrings left out."""
    tree = ast.parse(text)
    lone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in lone
        and CHINESE.search(node.value)
    }


def conflicts(chosen: Iterable[Room]) -> Iterator[str]:
    """Yields the message ids that two rooms translate differently: Django shows one of the two in both rooms."""
    seen: dict[tuple[object, str | None], tuple[str, object]] = {}
    for room in chosen:
        for message in _messages(stored(room)):
            key = (message.id, message.context)
            name, string = seen.setdefault(key, (room.name, message.string))
            if string != message.string and all(_words(string)) and _is_translated(message):
                yield f"{room.name} and {name} translate {message.id!r} differently: use pgettext or agree"


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _strings(message: Message) -> list[str]:
    return _words(message.string)


def _words(string: object) -> list[str]:
    return [str(each or "") for each in (string if isinstance(string, list | tuple) else [string])]


def _is_translated(message: Message) -> bool:
    return all(string for string in _strings(message)) and not message.fuzzy


def _write(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        path.touch()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `zhengyou messages`."""
    parser.add_argument("rooms", nargs="*", metavar="room", help="e.g. bodies, registry/bodies, site; default: all")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="change nothing; fail on anything missing, fuzzy or bare")
    what.add_argument("--compile", action="store_true", help="only write the .mo files")


def run(options: argparse.Namespace) -> int:
    """Carries out `zhengyou messages` and returns its exit code."""
    chosen = rooms(options.rooms)
    if options.check:
        faults = [line for room in chosen for line in complaints(room)] + list(conflicts(rooms()))
        for line in faults:
            warn(line)
        say(f"messages: {len(faults)} faults in {len(chosen)} rooms")
        return 1 if faults else 0
    for room in chosen:
        if not options.compile:
            total, open_ones = update(room)
            if total:
                say(f"{room.name}: {total} messages, {open_ones} untranslated")
        compile_room(room)
    return 0
