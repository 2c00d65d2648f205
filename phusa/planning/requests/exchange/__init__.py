"""Signed packages: what a request or its answers are carried in between installations that do not know each other."""
