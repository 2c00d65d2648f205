"""A table of requests, read row by row and written down as one request with its items."""
