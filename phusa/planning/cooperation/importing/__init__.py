"""Tables of projects and of results, read into a programme."""
