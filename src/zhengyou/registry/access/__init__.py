"""Access 权限: roles, scopes and the one layer through which every reading passes.

A grant gives the holder of a post a role within a scope: a function, a subtree of bodies and, where named, one
campaign. Rights belong to the hat a person wears, never to the union of all their posts.
"""
