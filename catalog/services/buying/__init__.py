"""What buyers do: search, explain, select, export."""
