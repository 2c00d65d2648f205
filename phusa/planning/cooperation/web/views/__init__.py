"""Views of coordination programmes: reading, drafting, deciding, promising, linking, reviewing."""
