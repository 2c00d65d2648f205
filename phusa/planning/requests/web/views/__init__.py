"""Views: reading, drafting, working on items, packages, rules and keys."""
