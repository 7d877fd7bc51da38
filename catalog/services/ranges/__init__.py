"""Dedicated ranges: which there are, and what each asks for."""
