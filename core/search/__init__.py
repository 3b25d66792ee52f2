"""What search looks at: stored vectors of everything published, and the words by which typing mistakes are mended."""
