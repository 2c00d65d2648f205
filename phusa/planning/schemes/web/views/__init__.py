"""Pages of schemes: `reading`, `drafting`, `tasks`, `deciding`."""
