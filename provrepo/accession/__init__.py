"""Taking in: files, folders, manifests and git histories as drafts, in order, in one run."""
