"""Importing a table of tasks as a scheme: `rows` reads staged rows, `target` writes them and takes them back."""
