"""Public registers of labels: load an issuer's export, match it with the products, answer what only a person can say."""
