"""Rows become the bytes of a file: workbook, CSV. Pure."""
