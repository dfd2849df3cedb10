# The two commands of the README: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := DJANGO_SETTINGS_MODULE=portal.settings.dev $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run install test bench lint catalogues messages production-smoke elasticsearch elasticsearch-cluster elasticsearch-stop

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/run.stamp: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

install: $(VENV)/run.stamp ## Make the virtual environment and install what the portal needs

catalogues: $(VENV)/run.stamp ## Compile the message catalogues (Babel; no system gettext)
	@$(MANAGE) compile_catalogues

run: $(VENV)/run.stamp ## Install, migrate, load the content and serve http://127.0.0.1:8000/ (PORT= changes it)
	@$(MANAGE) prepare
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/dev.stamp ## Run every check and test this machine can; REQUIRE_ALL=1 turns what is missing into failures
	@PATH="$(CURDIR)/$(BIN):$$PATH" tools/test

bench: $(VENV)/dev.stamp ## Measure the portal on a PostgreSQL of its own and print one table (BENCH="name ... --quick" narrows it)
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH=. $(BIN)/python -m tests.bench $(BENCH)

production-smoke: $(VENV)/dev.stamp ## Run PostgreSQL, Redis, the portal and nginx as production does, and walk the main journeys
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH=. $(BIN)/python -m tools.production.smoke

elasticsearch: ## A real Elasticsearch on 127.0.0.1:9200 (ES_PORT= changes it), fetched the first time; `make test` then uses it
	@tools/elasticsearch/server start

elasticsearch-cluster: ## Three nodes of one cluster, on 127.0.0.1:9210 and the two ports after it (ES_PORT= changes them)
	@ES_PORT=$${ES_PORT:-9210} tools/elasticsearch/server start 3

elasticsearch-stop: ## Stop both
	@tools/elasticsearch/server stop
	@ES_PORT=$${ES_PORT:-9210} tools/elasticsearch/server stop 3

lint: $(VENV)/dev.stamp ## Style, types, imports, migrations, catalogues, templates and CSS only
	@PATH="$(CURDIR)/$(BIN):$$PATH" tools/lint

messages: $(VENV)/dev.stamp ## Collect new messages into the three catalogues
	@$(MANAGE) collect_messages
