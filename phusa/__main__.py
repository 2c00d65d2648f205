"""`python -m phusa` is `phusa`."""

from phusa.config.cli import main

main()
