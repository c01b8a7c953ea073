# Communique: `make run` shows an example, `make help` what else there is.
# A bare Debian with python3 (3.11 or later), python3-venv, make and git suffices.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := VENV=$(VENV) .ci/uv
DATA ?= ../shared
EXAMPLES ?= $(wildcard examples/*.html)

.PHONY: help run test check eval format lock train clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.base ## read the example reports: a table here, and a page
	@echo "Reading $(EXAMPLES) …"
	@$(BIN)/communique read $(EXAMPLES) --html out/account.html
	@echo
	@echo "The same as a page, each claim beside its words: $(CURDIR)/out/account.html"

test: $(VENV)/.dev ## run the tests
	@.ci/system-packages
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: $(VENV)/.dev ## ruff, mypy --strict, import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

eval: $(VENV)/.dev ## measure on a data folder: make eval DATA=../shared [ONLY=claims,times] [CHECK=1]
	@mkdir -p out
	@$(BIN)/python -m evals --data $(DATA) --json out/evaluation.json \
		$(if $(ONLY),--only $(ONLY)) $(if $(CHECK),--check)
	@echo "The figures as JSON: $(CURDIR)/out/evaluation.json"

format: $(VENV)/.dev ## write all code in one style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --no-header \
	--no-emit-index-url --no-emit-find-links

lock: $(VENV)/.build ## pin the newest versions that fit pyproject.toml, with hashes
	@echo "Pinning requirements …"
	@$(COMPILE) --upgrade --generate-hashes requirements/build.in -o requirements/build.txt
	@$(COMPILE) --upgrade --generate-hashes pyproject.toml -o requirements/base.txt
	@$(COMPILE) --generate-hashes -c requirements/base.txt --group dev --extra ftm --extra geo --extra serve \
		--extra ingest --extra ray \
		pyproject.toml -o requirements/dev.txt
	@$(COMPILE) --excludes requirements/machine.in -c requirements/base.txt --extra train \
		pyproject.toml -o requirements/train.txt
	@! grep -n '://' requirements/*.txt

train: $(VENV)/.train ## train an extraction model from a data folder into checkpoints/: make train DATA=../shared
	@$(BIN)/python -m training --data $(DATA)

clean: ## remove the environment and everything made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Stamps: an environment is brought up to date when what it was made from has changed.

$(VENV)/.build: requirements/build.txt
	@echo "Making the environment $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/build.txt
	@touch $@

$(VENV)/.base: $(VENV)/.build requirements/base.txt pyproject.toml
	@echo "Installing what Communique needs …"
	@$(UV) pip install --quiet --require-hashes -r requirements/base.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing what its tests and checks need …"
	@$(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# torch, named in machine.in, is left out of the pins: its builds for one machine and another differ.
$(VENV)/.train: $(VENV)/.dev requirements/train.txt
	@echo "Installing what training needs; this is large …"
	@$(UV) pip install --quiet --no-build-isolation -c requirements/train.txt --editable '.[train]'
	@touch $@
