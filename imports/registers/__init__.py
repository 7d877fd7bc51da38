"""The public registers of labels: an issuer's export, however broken, to entries with their place and what is wrong."""
