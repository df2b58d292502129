"""The search of a site: its texts as a browser reads them, and the index over them."""
