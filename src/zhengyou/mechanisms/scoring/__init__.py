"""Scoring 考核评价: fair, explained, reproducible comparison."""
