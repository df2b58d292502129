"""From a file's bytes to drafts of versions; a folder a family of formats."""
