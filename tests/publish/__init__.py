"""The pages of a site: drawn, written into a folder, served, and looked at in a browser."""
