"""What must be there before anything is installed: .venv, embedded Postgres, Chromium. Standard library only."""
