"""The business of Tamis: rules, records and services. Importing it touches no disk, network or environment."""
