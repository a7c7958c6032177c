# One command each; `make help` lists them. Nothing here needs a key or a language model.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export HAYSTACK_TELEMETRY_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help env demo app test test-tools check lint types eval bench endurance lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

env: $(READY) ## make .venv: pinned packages, model weights, the command `whatworks`

$(READY): requirements.lock pyproject.toml kb/weights.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m kb.weights
	@touch $@

demo: env ## build the starter knowledge base, ask one question, print the answer
	$(BIN)/whatworks demo

app: env ## open the app on the base in .whatworks, or on the demo's where there is none
	$(BIN)/whatworks app

test-tools: env ## install what the tests drive: Chromium and PostgreSQL (Debian packages)
	@sh tests/install_tools.sh

test: test-tools ## run every test, a few of the long fault runs among them
	$(BIN)/python -m pytest -q -n auto --dist loadfile

check: test-tools lint types ## format, lint, strict types, tests with warnings as errors, quality floors
	$(BIN)/python -m pytest -q -W error -n auto --dist loadfile

lint: env
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: env
	$(BIN)/mypy

eval: env ## the quality floors alone
	$(BIN)/python -m pytest -q -m eval

bench: env ## print timings as tables and ratios; asserts nothing
	@for file in tests/bench/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

endurance: env ## the long fault runs: kill -9 at random moments, many times
	WHATWORKS_ENDURANCE=20 $(BIN)/python -m pytest -q -m endurance

lock: ## pin every package again, after a change of pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --extra dev \
	  --no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host -o requirements.lock pyproject.toml

clean: ## remove the environment and the demo's base
	rm -rf $(VENV) .whatworks-demo
