"""What was said of exact versions, what that comes to, and what waits for whom."""
