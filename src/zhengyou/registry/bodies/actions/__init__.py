"""Verbs of bodies, by what they concern: the tree and its planned changes, relations, posts and leave, groups, places.

Each asks `rules`, runs in one transaction and writes one event.
"""
