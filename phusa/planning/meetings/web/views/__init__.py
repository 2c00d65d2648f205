"""Pages of meetings and of conclusions."""
