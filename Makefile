# `make demo` shows the product, `make test` and `make check` prove it. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
TESTS := $(RUN)/pytest -n auto --dist worksteal
# what is the same on every engine: pages' markup, limits of files and words; a server on SQLite; a mail's way
SAME := $(addprefix --ignore tests/house/test_,abuse.py forgery.py shape.py contrast.py docs.py words.py) \
	--ignore tests/engines --ignore tests/config/test_serve.py --ignore tests/tracking/clients \
	--ignore tests/messaging/test_smtp.py --ignore tests/content --ignore tests/house/test_families.py \
	--ignore tests/api/test_schema.py \
	-k "not each_role_opens and not without_login and not known_permission and not public_that"
# what asks the warehouse nothing
WORDS := $(addprefix --ignore tests/audiences/test_,builder.py sentences.py)
DEMO := RAABTA_DATA=$(or $(RAABTA_DATA),data)
export DJANGO_SETTINGS_MODULE := raabta.config.settings

.PHONY: help demo setup test check lint engines browser crash lock messages benchmarks clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.runtime assets ## Install, load the demo and serve it on http://127.0.0.1:8000
	$(DEMO) $(RUN)/raabta demo --serve

setup: $(VENV)/.dev assets ## Install everything that development needs

$(VENV)/bin/uv:
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(VENV)/bin/uv
	@[ -f $(VENV)/.dev ] || VIRTUAL_ENV=$(VENV) $(RUN)/uv pip install --quiet --require-hashes -r requirements/runtime.txt
	@[ -f $(VENV)/.dev ] || VIRTUAL_ENV=$(VENV) $(RUN)/uv pip install --quiet --require-hashes -r requirements/build.txt
	VIRTUAL_ENV=$(VENV) $(RUN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/build.txt pyproject.toml | $(VENV)/bin/uv
	VIRTUAL_ENV=$(VENV) $(RUN)/uv pip install --quiet --require-hashes -r requirements/dev.txt
	VIRTUAL_ENV=$(VENV) $(RUN)/uv pip install --quiet --no-deps --editable .
	@touch $@ $(VENV)/.runtime

.PHONY: assets
assets:
	$(RUN)/python hatch_build.py

test: setup ## All tests that need no server: SQLite and DuckDB
	$(TESTS) -m "not browser and not postgresql and not crash and not postfix"

check: setup lint engines browser crash package ## Lint, types, contracts, every engine, browser, crash, wheel

lint: setup ## Lint, types, import contracts, migrations, templates, translations
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python -m raabta.config.manage makemigrations --check --dry-run
	$(RUN)/djlint --lint --quiet src/raabta/web/templates
	$(RUN)/python tests/house/translations.py

engines: setup ## The same tests on PostgreSQL, and on ClickHouse's engine
	RAABTA_TEST_DATABASE_URL=$(RAABTA_TEST_POSTGRESQL_URL) $(TESTS) -m "not browser and not crash and not postfix" $(SAME)
	RAABTA_TEST_DATABASE_URL=$(RAABTA_TEST_POSTGRESQL_URL) RAABTA_TEST_WAREHOUSE_URL=chdb:// $(TESTS) tests/warehouse tests/audiences tests/insights $(WORDS)

browser: setup ## Pages in Chromium: the loop, three languages, axe
	$(TESTS) -m browser tests/browser tests/tracking

crash: setup ## kill -9 during import, projection and sending
	$(RUN)/pytest -m "crash or postfix" tests

lock: ## Write requirements/*.txt again from pyproject.toml
	$(RUN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url -c requirements/constraints.txt --extra postgresql --extra clickhouse --group dev pyproject.toml -o requirements/dev.txt
	$(RUN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url -c requirements/dev.txt --extra postgresql --extra clickhouse pyproject.toml -o requirements/runtime.txt
	$(RUN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url -c requirements/dev.txt requirements/build.in -o requirements/build.txt

messages: setup ## Collect strings for translation (needs gettext)
	cd src/raabta && ../../$(RUN)/python -m raabta.config.manage makemessages --no-obsolete --no-location -l ur -l bn

benchmarks: setup ## Every figure of docs/benchmarks.md
	$(RUN)/python benchmarks/run.py

clean: ## Remove what was built; the data folder stays
	rm -rf $(VENV) assets/node_modules src/raabta/static/dist dist

.PHONY: package
package: setup ## Build the wheel, install it in an empty place and run it
	rm -rf build/package && mkdir -p build/package
	$(RUN)/uv build --quiet --wheel --out-dir build/package .
	$(RUN)/uv venv --quiet build/package/venv
	VIRTUAL_ENV=build/package/venv $(RUN)/uv pip install --quiet --require-hashes -r requirements/runtime.txt
	VIRTUAL_ENV=build/package/venv $(RUN)/uv pip install --quiet --no-deps build/package/*.whl
	cd build/package && RAABTA_DATA=data venv/bin/raabta migrate && RAABTA_DATA=data venv/bin/raabta doctor
	rm -rf build/package
