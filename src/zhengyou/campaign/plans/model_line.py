"""The language model that this installation has, if any: named by the environment, off without it."""

from django.conf import settings

from zhengyou.campaign.plans.compiler.wording import refusal
from zhengyou.campaign.plans.extractor.endpoint import Endpoint, endpoint_of
from zhengyou.kernel.errors import Refused


def endpoint() -> Endpoint | None:
    """Return where the model answers, or None where none is set up or its address is none."""
    words = {
        name: str(getattr(settings, name)) for name in ("MODEL_ADDRESS", "MODEL_NAME", "MODEL_KEY", "MODEL_PATIENCE")
    }
    try:
        return endpoint_of(words)
    except Refused:
        return None


def require_endpoint() -> Endpoint:
    """Return where the model answers. Raises Refused where there is none."""
    found = endpoint()
    if found is None:
        raise refusal("model-off")
    return found
