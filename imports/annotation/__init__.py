"""The supplier's own workbook back: faulty cells coloured and commented, and one more sheet with the summary."""
