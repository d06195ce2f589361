"""Sheets 电子表格: Excel in and out."""
