# Everything is made in .venv/; nothing is installed elsewhere, but for a browser that the tests bring where they may.
PYTHON ?= python3
BIN := .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What is imported is compiled once, also in containers that are told to keep no such files.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run test check format bench simulate soak mutants attack lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: .venv/ready ## Set up and start the demo ward: http://127.0.0.1:8080/demo
	@exec $(BIN)/python -m bot demo

test: .venv/dev-ready ## Set up and run every test
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: .venv/dev-ready ## Format, lint, types, import rules
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache | tail -n 1

format: .venv/dev-ready ## Put the code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev-ready ## Measure; one JSON object a line
	@$(BIN)/python -m tests.bench

simulate: .venv/dev-ready ## Three years of a ward with 10,000 cases, under clock jumps and crashes
	@$(BIN)/python -m tests.scheduler.simulation 10000

soak: .venv/dev-ready ## Two hundred kills of each kind while people write and notices go out; one line of JSON
	@$(BIN)/python -m tests.soak

mutants: .venv/dev-ready ## Break each invariant of anonymity in a copy, and see its test fail: 13 of 13
	@$(BIN)/python -m tests.mutants

attack: .venv/dev-ready ## Steal an office's database, logs and backup after 2,000 concerns; who wrote what? One JSON line an attack
	@$(BIN)/python -m tests.attack

lock: .venv/dev-ready ## Pin the newest versions that fit
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --group dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and the demo's data
	rm -rf .venv .data

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/ready: .venv/made requirements.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

# The lock names everything, that of `make run` too: nothing to work out, and Python compiles what the tests import.
.venv/dev-ready: .venv/made requirements-dev.lock requirements.lock pyproject.toml
	$(PIP) --no-deps --no-compile --require-hashes -r requirements-dev.lock
	$(PIP) --no-build-isolation --no-deps -e .
	@$(BIN)/python -c "import bot.charts.picture, bot.charts.sheet" # else each child process that draws compiles it again
	@touch .venv/ready $@
