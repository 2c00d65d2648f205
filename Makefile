# Two commands: `make demo` shows the program, `make test` proves it. Both begin with what a bare machine lacks.
PYTHON ?= python3
ARGS ?=

.PHONY: help setup demo test check bench format catalogues diagrams lock clean

help:
	@echo "make demo         the program with its demonstration, on 127.0.0.1"
	@echo "make test         all tests (ARGS=\"tests/kernel -k deadline\" for some)"
	@echo "make check        format, lint, types, import contracts, migrations, catalogues, diagrams"
	@echo "make bench        CPU time, queries and bytes of every page, as three roles, with 20,000 tasks"
	@echo "make setup        only .venv, the browser assets and the compiled catalogues"
	@echo "make format       format the Python files"
	@echo "make catalogues   bring every message catalogue up to date with the code"
	@echo "make diagrams     draw the workflows into docs/workflows/"
	@echo "make lock         compile the lock files again, with the newest releases"
	@echo "make clean        remove what setup built (never the data in var/)"

setup:
	@$(PYTHON) -m scripts.setup

demo: setup
	@.venv/bin/phusa demo $(ARGS)

test: setup
	@.venv/bin/python -m scripts.test $(ARGS)

check: setup
	@.venv/bin/python -m scripts.check $(ARGS)

bench: setup
	@.venv/bin/python -m bench.pages $(ARGS)

format: setup
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .

catalogues: setup
	@.venv/bin/python -m scripts.catalogues update all
	@.venv/bin/python -m scripts.catalogues compile

diagrams: setup
	@.venv/bin/python -m scripts.diagrams

lock: setup
	@.venv/bin/python -m scripts.lock

clean:
	@rm -rf .venv node_modules phusa/foundation/ui/static/vendor *.egg-info
	@find phusa -name '*.mo' -delete
