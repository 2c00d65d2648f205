"""The cast, and a scheme at each stage of its life."""

from tests.cast import cast

__all__ = ["cast"]
