SHELL := /bin/bash
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test train-full lint bench lock clean python

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it or name it with PYTHON=..."; exit 1; }

demo: python ## build, train what is missing, seed the demo shop and start everything (Ctrl-C stops it)
	@$(PYTHON) -m provision demo && exec $(BIN)/concierge up

test: python ## the same set-up, then the linters and every test
	@$(PYTHON) -m provision test && $(MAKE) --no-print-directory lint && exec $(BIN)/concierge test

lint: ## style, types and the direction of imports
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

train-full: python ## fine-tune all layers of the classifier (an hour or two)
	@$(PYTHON) -m provision test && exec $(BIN)/concierge train understanding --full

bench: python ## measure everything and write docs/benchmarks.md (takes long)
	@$(PYTHON) -m provision test && exec $(BIN)/python -m benchmarks

lock: ## pin what both environments hold now
	@$(BIN)/python provision/lock.py main && $(BIN)/python provision/lock.py test main && .venv-rasa/bin/python provision/lock.py rasa

clean: ## remove trained artefacts and state, keep the environments
	@rm -rf models var
