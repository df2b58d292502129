"""From files to drafts of versions: one reader a format."""
