"""How pages are found and passed on: what they say of themselves to machines, and how they look elsewhere."""
