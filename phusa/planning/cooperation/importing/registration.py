"""Tables of projects and of results can be imported."""
