"""From a package back to a repository: what is in it is checked, and the history made again."""
