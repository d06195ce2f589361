"""Doors of services: the desk's pages and the public's."""
