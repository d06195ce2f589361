"""Tests, in the order of the floors."""
