"""How each task is called on screen, filled where tasks are declared."""

from zhengyou.kernel.errors import Sentence

titles: dict[str, Sentence | str] = {}
"""Name of the task → its title."""
