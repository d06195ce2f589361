"""What a rater fills in, as pages, kiosks and imports pass it to the verbs."""

from dataclasses import dataclass

from zhengyou.instruments.ratings.enums import Display


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One filled-in rating form. ``tags`` of other levels than the chosen one are ignored: the page hides them."""

    level: int
    tags: tuple[str, ...] = ()
    text: str = ""
    keep_private: bool = False
    display: str = Display.ANONYMOUS
    contact_name: str = ""
    contact_phone: str = ""
    praise_demanded: bool = False
    praise_text: str = ""
