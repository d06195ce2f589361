"""Mechanisms 通用机制: what the instruments share."""
