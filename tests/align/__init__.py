"""Tests of provrepo.align."""
