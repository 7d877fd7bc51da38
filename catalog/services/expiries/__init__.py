"""Ends: what runs out, who is told, what closes it."""
