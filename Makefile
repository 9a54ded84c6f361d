# make demo · make test · make check · make bench · make models · make up · make test-servers · make test-extras
PYTHON ?= python3
BIN := .venv/bin
EXTRAS := .venv-extras/bin
UV := $(BIN)/uv
SYNC := pip install --quiet --require-hashes --compile-bytecode --strict

.PHONY: demo test check bench models up test-servers test-extras later guide requirements components setup setup-dev chromium node clean

demo: setup  ## load the demo scenario, open the app: two and a half minutes the first time, under a minute after
	$(BIN)/cyberimpact demo

test: setup-dev chromium  ## every test but those that need torch or node
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not extras and not at_network"

check: setup-dev  ## format, lint, types, imports, units
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n auto --dist loadfile flows graph signals ui tests/unit -m "not slow and not extras"

test-servers: setup-dev node  ## against the services' own software: Bluesky's network (compiled once, some minutes), Mastodon
	$(BIN)/pytest -n auto --dist loadfile -m $(SERVERS)
SERVERS := real_servers

bench: setup-dev  ## every published figure (NAME=topics for one); needs ../shared/data
	$(BIN)/python -m benchmarks $(NAME)

models: setup-dev  ## learn the shipped heads and the space of topics again, from ../shared/data where that is there
	$(BIN)/python -m signals.models
	$(BIN)/python -m signals.topics

up:  ## Neo4j, Prefect, worker, listener and app in containers; needs Docker and a .env
	docker compose up --detach --wait

test-extras: .venv-extras/.done  ## what needs torch (sentence-transformers), snscrape or node
	$(EXTRAS)/pytest -m extras

later: .venv-extras/.done setup-dev node  ## install what `test-extras` and `test-servers` need, to be done beside `test`
	$(BIN)/python -m tests.servers.network

guide: setup-dev chromium  ## take the screenshots of the guide and of the README again
	$(BIN)/python -m tests.browser.guide

requirements: $(BIN)/uv  ## compile the pinned, hashed requirements again
	$(UV) pip compile $(COMPILE) requirements/tools.in -o requirements/tools.txt
	$(UV) pip compile $(COMPILE) pyproject.toml -o requirements/base.txt
	$(UV) pip compile $(COMPILE) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	$(UV) pip compile $(COMPILE) pyproject.toml --group dev --all-extras -c requirements/dev.txt -o requirements/extras.txt
COMPILE := --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11

components:  ## bundle the JavaScript components again; needs node
	cd ui/components && npm ci --ignore-scripts=false && npm run build

setup: .venv/.base
setup-dev: .venv/.dev

$(BIN)/uv: requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CyberImpact needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing (once): about 20 s with a fast network"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

.venv/.base: requirements/base.txt pyproject.toml | $(BIN)/uv
	@$(UV) $(SYNC) --python $(BIN)/python -r requirements/base.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml | $(BIN)/uv
	@$(UV) $(SYNC) --python $(BIN)/python -r requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@ .venv/.base

.venv-extras/.done: requirements/extras.txt pyproject.toml | $(BIN)/uv
	@echo "installing torch and the other extras: some minutes, 6 GB"
	@test -x $(EXTRAS)/python || $(PYTHON) -m venv .venv-extras
	@$(UV) pip install --quiet --require-hashes --python $(EXTRAS)/python -r requirements/tools.txt -r requirements/extras.txt
	@$(UV) pip install --quiet --python $(EXTRAS)/python --no-deps --no-build-isolation -e .
	@touch $@

chromium:
	@sh .ci/chromium

node:
	@sh .ci/node

clean:  ## forget the environments; the state in .cyberimpact stays
	rm -rf .venv .venv-extras
