"""What is in a repository, nothing changed: looked up, listed, compared, cited, proved."""
