# Everything here works on a bare machine with make and Python 3.11, 3.12 or 3.13.
# The first target you call makes .venv from requirements.lock; later calls reuse it.

PYTHON ?= python3
PYTEST_WORKERS ?= 2
ARGS ?=

# What `make bench` measures beside its own instances, and what its two forms write.
BENCH_FORM = $(or $(ARGS),--short)
BENCH_WRITES = $(wildcard ../shared/data/gap ../shared/data/assignment) \
	--readme benchmarks/README.md --plots benchmarks/plots

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(BIN)/uv
PACKAGES := solver constraints objectives server client benchmarks

# uv does not read pip's settings: hand a mirror set for pip on to it.
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

# Tests and measurements start hundreds of processes: none shall compile all the code anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage bench soak stubs fmt lock wheels browser clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(READY) ## watch allotment at work
	$(BIN)/allotment demo $(ARGS)

test: $(READY) ## run all tests but the long ones
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) $(ARGS)

check: $(READY) ## everything CI asks for: stubs, proto, style, types, imports, tests
	scripts/check_stubs.sh
	scripts/check_proto.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/deptry $(PACKAGES)
	$(BIN)/python -m tests.coverage --check
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) $(ARGS)

coverage: $(READY) ## write docs/coverage.md anew; ARGS=--disable takes each rule out in turn
	$(BIN)/python -m tests.coverage $(ARGS)

bench: $(READY) ## measure in minutes, write the tables and the plot; ARGS=--full takes hours
	$(BIN)/allotment bench $(BENCH_FORM) $(if $(filter --short --full,$(BENCH_FORM)),$(BENCH_WRITES))

soak: $(READY) ## run the long tests
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) -m soak --timeout 7200 $(ARGS)

stubs: $(READY) ## write the Python code and the JSON Schema of the protos anew
	scripts/stubs.sh proto
	scripts/schema.sh

fmt: $(READY) ## format code and protos
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/buf format --write

lock: ## pin the dependencies anew; ARGS=--upgrade takes the newest
	scripts/lock.sh $(ARGS)

wheels: $(READY) ## build both wheels into dist/
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel -d dist
	cd packaging/client && ../../$(BIN)/python -m hatchling build -t wheel -d ../../dist

browser: ## install Chromium (root, Debian) for the tests that look at pages
	scripts/browser.sh

clean: ## remove .venv and everything else that was made here
	rm -rf $(VENV) dist build out
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml requirements.lock scripts/install.sh
	PYTHON="$(PYTHON)" scripts/install.sh $(VENV)
	@touch $@
