"""Backups: made on the server, opened only by whoever has the private key, tried out before they are needed."""
