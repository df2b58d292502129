"""A site of the repository: what its pages draw is read here, and their files are written."""
