# The two commands of the README: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := DJANGO_SETTINGS_MODULE=portal.settings.dev $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run install test lint catalogues messages

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

lint: $(VENV)/dev.stamp ## Style, imports, migrations, catalogues, templates and CSS only
	@PATH="$(CURDIR)/$(BIN):$$PATH" tools/lint

messages: $(VENV)/dev.stamp ## Collect new messages into the three catalogues
	@$(MANAGE) collect_messages
