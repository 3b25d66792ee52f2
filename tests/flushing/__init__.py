"""An app of the tests alone, for its `flush`."""
