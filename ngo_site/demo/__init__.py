"""The demonstration: its mail, and the content of an invented organisation."""
