"""The demonstration: Thái Bình from its sources, and an invented plan that makes the screens live."""
