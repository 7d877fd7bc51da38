"""Framework agreements: what there is, and loading them."""
