"""The history of texts that were kept in git: read with git itself, as versions, oldest first."""
