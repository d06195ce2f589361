"""Mechanisms of the source documents, each driven through a verb or page."""
