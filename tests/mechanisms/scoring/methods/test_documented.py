"""docs/methods.md names every public method with its signature."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from zhengyou.mechanisms.scoring import methods

FOLDER = Path(inspect.getfile(methods)).parent
MODULES = sorted(
    {path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"}
    | {path.parent.name for path in FOLDER.glob("*/__init__.py")}
)
TEXT = re.sub(r"\s+", " ", (Path(__file__).parents[4] / "docs" / "methods.md").read_text(encoding="utf-8"))


def public(module):
    """Return the signatures of a module's public functions as they stand in the document: names and defaults, no types."""
    found = import_module(f"{methods.__name__}.{module}")
    for node in _functions(module):
        if not node.name.startswith("_") and node.name in getattr(found, "__all__", [node.name]):
            yield f"{module}.{node.name}({', '.join(_arguments(getattr(found, node.name), node))})"


def _functions(module):
    """Return the functions of a module, those of all its files where it is a folder."""
    folder = FOLDER / module
    files = sorted(folder.glob("*.py")) if folder.is_dir() else [FOLDER / f"{module}.py"]
    bodies = [ast.parse(path.read_text(encoding="utf-8")).body for path in files]
    return [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]


def _arguments(function, node):
    written = [*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)]
    names, star = [], False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            names.append("*")
            star = True
        if parameter.default is parameter.empty:
            names.append(parameter.name)
            continue
        default = written.pop(0)
        plain = isinstance(parameter.default, int | float | str | bool | type(None))
        names.append(f"{parameter.name}={parameter.default!r}" if plain else f"{parameter.name}={ast.unparse(default)}")
    return names


@pytest.mark.parametrize("module", MODULES)
def test_every_method_is_listed_with_its_signature(module):
    missing = [signature for signature in public(module) if signature not in TEXT]
    assert not missing


def test_the_list_names_no_method_that_is_gone():
    named = set(re.findall(r"`(\w+\.\w+\([^`]*?\))(?: → \w+)?`", TEXT))
    there = {signature for module in MODULES for signature in public(module)}
    prefixes = {f"{module}." for module in MODULES}
    gone = {one for one in named if one.startswith(tuple(prefixes)) and one not in there}
    assert not gone
