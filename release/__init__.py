"""What makes the packages of a release, and what checks them before anybody gets them."""
