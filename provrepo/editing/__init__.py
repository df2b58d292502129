"""Making versions: a change of a text's newest version, planned and committed."""
