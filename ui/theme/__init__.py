"""Colours, style sheets, drawings, and the files made from them that a browser asks for."""
