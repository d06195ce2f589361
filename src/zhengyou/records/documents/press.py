"""The press: a small program of its own that turns one typst template and its data into a PDF.

It runs in a child process (see `pdf.py`), so that a document that takes too long or too much memory ends there and
not in the web server. It reads one JSON object from standard input and writes one line of JSON and then the PDF to
standard output. It imports nothing of the house, so that it starts in a few hundredths of a second.
"""

import contextlib
import datetime as dt
import json
import re
import sys
from typing import Any

import typst

with contextlib.suppress(ImportError):  # the limits exist on Unix only
    import resource

_MISSING = re.compile(r'error: PDF/A-\S+ error: the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def limit(seconds: int, megabytes: int) -> None:
    """Let the kernel end this process where it takes too long or too much memory."""
    with contextlib.suppress(NameError, ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def missing_from(diagnostic: str) -> list[str]:
    """Return the texts that no font could show, as typst's report of an archive PDF (PDF/A) names them."""
    found = (_ESCAPED.sub(lambda mark: chr(int(mark[1], 16)), text) for text in _MISSING.findall(diagnostic))
    return list(dict.fromkeys(found))


def press(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Render one order; the answer names what went wrong, or is empty where the PDF follows."""
    fonts = typst.Fonts(include_system_fonts=order["system"], font_paths=order["folders"])
    inputs = {"data": json.dumps(order["data"])}
    compiler = typst.Compiler(order["template"], root=order["root"], font_paths=fonts, sys_inputs=inputs)
    moment = dt.datetime.fromtimestamp(order["timestamp"], dt.UTC)
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=moment)
    except typst.TypstError as error:
        missing = missing_from(error.diagnostic)
        return ({"missing": missing} if missing else {"error": error.diagnostic}), b""
    return {}, pdf if isinstance(pdf, bytes) else b""


if __name__ == "__main__":
    given = json.load(sys.stdin.buffer)
    limit(given["seconds"], given["megabytes"])
    answer, printed = press(given)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + printed)
