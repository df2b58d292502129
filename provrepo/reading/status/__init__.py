"""What needs work: stale texts and their passages, missing bases, lost notes and the like."""
