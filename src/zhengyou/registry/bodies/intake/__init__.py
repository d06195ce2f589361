"""The Excel forms by which bodies, posts and persons come in, and what the room finds wrong in their rows."""

from zhengyou.registry.bodies.intake.bodies import BODIES, import_bodies, read_bodies
from zhengyou.registry.bodies.intake.posts import POSTS, import_posts, read_posts

__all__ = ["BODIES", "POSTS", "import_bodies", "import_posts", "read_bodies", "read_posts"]
