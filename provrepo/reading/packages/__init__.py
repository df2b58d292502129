"""Packages for an archive's store: what they hold is gathered here, and written in four formats."""
