"""The lines of the package in the page shell."""
