"""Kernel 基础: clock, moves, refusals, ids and masking. Knows no table and no other room."""
