"""What rendering hands back: the bytes, what they are, and what the reader must be told about them."""

from dataclasses import dataclass

from zhengyou.kernel.errors import Sentence

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document.

    ``warnings`` are sentences for the person who asked for it: a substitute font, a character that no font has.
    Whoever hands the document out shows them beside the download.
    """

    content: bytes
    media_type: str
    extension: str
    warnings: tuple[Sentence, ...] = ()
