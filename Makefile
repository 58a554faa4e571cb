# Curbside: what a person types here. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LIBRARY ?= $(VENV)/library
QUESTION ?= What is the initial management for tarsal tunnel syndrome?

.PHONY: help run test lint types bench endurance docs gold lock audit clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/.run: requirements/run.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: install it, or say where it is with make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) -V). Say where a newer one is with make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then VIRTUAL_ENV=$(VENV) uv pip install --quiet --require-hashes -r requirements/run.txt && VIRTUAL_ENV=$(VENV) uv pip install --quiet --no-deps --no-build-isolation -e .; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt && $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; fi
	@touch $@

$(BIN)/.dev: $(BIN)/.run requirements/dev.txt
	@if command -v uv >/dev/null 2>&1; then VIRTUAL_ENV=$(VENV) uv pip install --quiet --require-hashes -r requirements/dev.txt; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt; fi
	@touch $@

run: $(BIN)/.run ## Set everything up, answer a question in the terminal, then open the site
	@$(BIN)/curbside --library $(LIBRARY) ask "$(QUESTION)" </dev/null
	@echo "Try next:"
	@echo "  $(BIN)/curbside ask --reader patient \"What can I do about gout?\""
	@echo "  $(BIN)/curbside add FILE_OR_FOLDER      PubMed XML, JATS, PDF, drug labels, your protocols ..."
	@echo "  $(BIN)/curbside ask \"...\" --json > answer.json && $(BIN)/curbside verify answer.json"
	@if [ -t 0 ] && [ -t 1 ]; then echo; $(BIN)/curbside --library $(LIBRARY) serve --open; \
	else echo "  $(BIN)/curbside --library $(LIBRARY) serve --open      the site, in a browser"; fi

test: $(BIN)/.dev ## Set everything up and run the tests
	@$(BIN)/python -m pytest -n 2

lint: $(BIN)/.dev ## Style, types and the order of the rooms
	@$(BIN)/ruff check src tests bench scripts
	@$(BIN)/ruff format --check src tests bench scripts
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(BIN)/.dev ## Whole-data measurements (needs the corpora: CURBSIDE_DATA); an hour or more
	@for name in readers numbers_survive damage sentences questions peers kills emergencies evidence; do echo "== $$name"; $(BIN)/python bench/$$name.py || exit 1; done
	@rm -rf $(VENV)/bench && echo "== add" && $(BIN)/python bench/add.py --keep $(VENV)/bench
	@echo "== retrieval" && $(BIN)/python bench/retrieval.py --library $(VENV)/bench/retrieval
	@for name in search_speed ask_speed write_answers plain_words abstention regression; do echo "== $$name"; $(BIN)/python bench/$$name.py --library $(VENV)/bench/library || exit 1; done

endurance: $(BIN)/.dev ## The fault trials at full number (hours)
	@CURBSIDE_ENDURANCE=1 $(BIN)/python -m pytest -m endurance -n 2

docs: $(BIN)/.dev ## Write the generated reference pages
	@$(BIN)/python scripts/build_reference.py

gold: $(BIN)/.dev ## Accept changed whole outputs; the diff is part of the review
	@CURBSIDE_GOLD=accept $(BIN)/python -m pytest -q tests/gold_tests

lock: $(BIN)/.dev ## Lock versions with hashes
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras --extra build --extra web -o requirements/run.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras --extra build --extra dev --extra dense --extra documents --extra postgres --extra pdf --extra web --extra oidc --extra openai --extra anthropic -o requirements/dev.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras --extra build --extra documents --extra postgres --extra pdf --extra web --extra oidc --extra openai --extra anthropic -o requirements/server.txt pyproject.toml

audit: $(BIN)/.dev ## Known vulnerabilities of the locked versions (needs an advisory service)
	@$(BIN)/pip-audit -r requirements/run.txt

clean: ## Remove the environment and the library made by make run
	@rm -rf $(VENV)
