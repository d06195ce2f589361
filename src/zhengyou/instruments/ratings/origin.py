"""Whether a rating was sent from our own page: told by the browser itself, so that the page needs no token and no cookie.

A token against forged forms ties a form to a session; the rating page has neither session nor cookie, and its ready
bytes are the same for everybody. Every browser since 2020 sends ``Sec-Fetch-Site``, the older ones ``Origin`` with a
form; what sends neither is no browser that another site could abuse.
"""

from urllib.parse import urlsplit

OWN = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of our own page and of what the visitor did without any page."""


def from_elsewhere(host: str, site: str = "", origin: str = "") -> bool:
    """Return whether a form came from a page of another site.

    ``host`` is ours as the visitor typed it, ``site`` the header ``Sec-Fetch-Site`` and ``origin`` the header
    ``Origin``, each empty where it was not sent.
    """
    if site:
        return site not in OWN
    return bool(origin) and urlsplit(origin).netloc.lower() != host.lower()
