"""Wall screens: told in the transaction of the verb that what a unit shows has changed; the screen fetches it anew."""

from zhengyou.records.notices import screens
from zhengyou.registry.bodies.models import Body


def tell(body: Body) -> None:
    """Tell the wall screens of ``body`` to look again."""
    screens.tell(str(body.public_id))
