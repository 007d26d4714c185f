# Two commands: `make run` serves the demonstration, `make test` checks everything. Both install what is missing.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
TESTERS ?= 3

.PHONY: run test test-slow test-all check lint types imports messages lock clean benchmarks

run: $(VENV)/.run
	@$(BIN)/palier demo

test: $(VENV)/.test check
	$(BIN)/pytest -m "not slow" -n $(TESTERS) --dist loadfile

test-slow: $(VENV)/.test
	@bash scripts/install-system.sh slow
	$(BIN)/pytest -m slow

test-all: test test-slow

check: $(VENV)/.test lint types imports
	$(BIN)/palier check

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

imports: $(VENV)/.test
	$(BIN)/lint-imports --no-logo

messages: $(VENV)/.test
	$(BIN)/python scripts/messages.py

benchmarks: $(VENV)/.test
	for file in benchmarks/*.py; do $(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; done

$(VENV)/.run: requirements.txt pyproject.toml
	@bash scripts/install.sh run

$(VENV)/.test: requirements-dev.txt pyproject.toml
	@bash scripts/install.sh test

lock:
	uv pip compile pyproject.toml --extra checkout --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements.txt
	uv pip compile pyproject.toml --extra checkout --extra dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements-dev.txt

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
