"""Rows of cells: which sheet is the catalogue, where its header stands, and what each line below it is."""
