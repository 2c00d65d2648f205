"""Phù Sa: the platform on which a government runs its science and technology programme."""

__version__ = "0.1.0"
