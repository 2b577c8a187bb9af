# Everything runs in an environment of its own, made from the lock file on first use.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DAP    := $(VENV)-dap
ARGS   ?=
PAIRS  ?= 100000
BASE   ?= python:3.13-slim

.DEFAULT_GOAL := help
.PHONY: help serve test test-toolkit test-contracts docker-test prism dap campaign mutants lint specs corpus bench lock clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/run: requirements.lock pyproject.toml setup.py
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing what Understudy runs on into $(VENV)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/run
	@echo "Installing what the tests need into $(VENV)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

$(DAP)/run: requirements-dap.lock
	@$(PYTHON) -m venv $(DAP)
	@echo "Installing the official DAP client, for the tests, into $(DAP)"
	@$(DAP)/bin/pip install --quiet --disable-pip-version-check -r requirements-dap.lock
	@touch $@

serve: $(VENV)/run  ## Serve every API on localhost: make serve ARGS="--port 9000"
	@$(BIN)/understudy serve $(ARGS)

test: $(VENV)/dev $(DAP)/run  ## Run every test, in two processes; or some: make test ARGS="-k coupons"
ifeq ($(ARGS),)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-toolkit test-contracts
else
	@$(BIN)/python -m pytest $(ARGS)
endif

test-toolkit: $(VENV)/dev
	@$(BIN)/python -m pytest tests --ignore=tests/contract_tests

test-contracts: $(VENV)/dev $(DAP)/run
	@$(BIN)/python -m pytest src/understudy/contract_tests tests/contract_tests

docker-test: $(VENV)/dev  ## Build the image, and test it as a container: make docker-test BASE=python:3.12-slim
	@docker build --quiet --network host --build-arg BASE=$(BASE) --tag understudy .
	@UNDERSTUDY_TEST_IMAGE=understudy $(BIN)/python -m pytest src/understudy/contract_tests/test_container.py $(ARGS)

prism: $(VENV)/dev  ## Install Prism, and see what the tests find wrong with it
	@npm install --silent --no-fund --no-audit --prefix .venv-prism @stoplight/prism-cli@5.16.0
	@$(BIN)/python -m pytest src/understudy/contract_tests/test_prism.py $(ARGS)

campaign: $(VENV)/dev  ## Ask Schemathesis of whole contracts, and others of 100,000 random queries: make campaign PAIRS=1000
	@WHOLE=1 $(BIN)/python -m pytest src/understudy/contract_tests/test_campaign.py $(ARGS)
	@if command -v npm >/dev/null; then npm install --silent --prefix .venv-campaign mingo@7.2.7; fi
	@PAIRS=$(PAIRS) $(BIN)/python -m pytest tests/mocks/store/criteria/test_judged.py $(ARGS)

mutants: $(VENV)/dev  ## Plant mistakes in the mocks, and see who finds them: make mutants ARGS="thinkific --beside 0"
	@$(BIN)/python -m understudy.contract_tests.mutants $(ARGS)

dap: $(DAP)/run  ## Install the official DAP client, which tests run, in an environment of its own

lint: $(VENV)/dev  ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

specs: $(VENV)/dev  ## Regenerate the contracts from their sources
	@$(BIN)/understudy specs build

corpus: $(VENV)/dev  ## Freeze the requests that are replayed, once a contract has changed
	@for api in thinkific catalog schema; do $(BIN)/understudy fuzz $$api --freeze; done

bench: $(VENV)/dev  ## Measure the mock against known servers: make bench ARGS="--seconds 5"
	@$(BIN)/python -m benchmarks $(ARGS)

lock: $(VENV)/dev  ## Renew the lock files from pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header -c requirements.lock pyproject.toml --extra test --group dev -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --group dap -o requirements-dap.lock

clean:  ## Remove the environments and everything that was built
	@rm -rf $(VENV) $(DAP) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
