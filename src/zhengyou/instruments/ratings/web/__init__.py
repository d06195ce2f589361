"""Doors of ratings: the public's pages and the desk's."""
