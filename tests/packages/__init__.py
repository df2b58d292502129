"""Packages: what others validate, and the way back to a repository."""
