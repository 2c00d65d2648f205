"""What make calls: set-up, tests, checks and what is generated from the source."""
