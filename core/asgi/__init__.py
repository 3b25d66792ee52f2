"""Between granian and Django: a deadline for bodies, finished pages at once, and a fixed number of threads."""
