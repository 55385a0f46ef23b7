# The front door. `make` alone lists the targets.

RAW    ?= $(or $(REGENBASE_RAW),raw/samples)
DATA   ?= $(or $(REGENBASE_DATA),data)
# One more than there are cores: some tests wait for disks and servers.
JOBS   ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV     ?= uv
BIN    := .venv/bin
READY  := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help install run test test-fast lint check format lock docs bench clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(READY) ## Create .venv from requirements.lock (the other targets do so on their own)

# The stamp makes the second call instant; a changed lock or project file installs again.
$(READY): requirements.lock pyproject.toml
	@echo "Installing into .venv from requirements.lock (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY) ## Turn the captures under RAW (default: raw/samples) into the warehouse under DATA (default: data)
	@$(BIN)/regenbase run --raw "$(RAW)" --data "$(DATA)"

test: $(READY) ## Run all tests, JOBS at a time (default: one more than cores)
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-fast: $(READY) ## Run the tests that take no more than a moment
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow"

lint: $(READY) ## Format, lint, types, import directions
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## All that must hold before a merge

format: $(READY) ## Format the code and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: ## Renew requirements.lock from pyproject.toml (needs uv; plain versions and hashes, no addresses)
	$(UV) pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements.lock

docs: $(READY) ## Write docs/data-dictionary.md from the table declarations
	@$(BIN)/regenbase docs

bench: $(READY) ## Measure speed and memory on generated captures, beside the baselines
	@$(BIN)/python -m bench

clean: ## Remove .venv and caches; data/ stays
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './data/*' -prune -exec rm -rf {} +
