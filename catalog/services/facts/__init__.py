"""The facts on record: what each says and since when, corrections, criteria and equivalences of marks."""
