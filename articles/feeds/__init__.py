"""Feeds: RSS 2.0, Atom and JSON Feed of all articles, a tag, an author, a series, and the answers to one article."""
