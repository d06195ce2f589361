"""Doors of reports: the public pages and the desk's overviews."""
