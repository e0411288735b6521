# The habits at hand. `make demo` and `make test` need Python 3.11+ and nothing else (make test: a JDK and Maven for real Kafka).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PEERS  := $(VENV)/.peers
MUTATOR := $(VENV)/.mutator
BUILDERS := $(VENV)/.builders
QUIX   := .venv-quix
SITE   := .venv-docs
COMPILE := $(BIN)/python -m uv pip compile --python-version 3.11 --universal --generate-hashes --no-header --quiet

# Processes that share the files of tests: four, since tests of whole workers wait a third of their time on two processors.
TESTERS ?= 4

.PHONY: compiled compose-test lighthouse dashboard-schema dashboard-schema-check docs ui ui-check screenshots bench-desk demo test fuzz fuzz-worker mutation tools readme schemas lint format types bench hop drill eval lock compose-check pin-images clean venv
.DEFAULT_GOAL := help

help:
	@echo "make demo           a sample wire through the whole pipeline, on an embedded broker; ARGS=--keep for the desk"
	@echo "make test           the whole test suite, brokers included"
	@echo "make fuzz           the property tests alone, with new examples each time"
	@echo "make fuzz-worker    10,000 hostile records on all topics of a running worker; ARGS=--broker=kafka"
	@echo "make mutation       which changes of PACKAGE=streams/... no test notices; SAMPLE=300 for a part"
	@echo "make lint           ruff, mypy and the import contracts"
	@echo "make docs           the documentation as a site in build/docs; a link to nowhere fails it"
	@echo "make tools          installs what tools/ builds the shipped data and models with"
	@echo "make readme         writes the outputs and tables that README and docs show"
	@echo "make schemas        writes the JSON Schemas and the AsyncAPI document under schemas/json"
	@echo "make eval           quality tables"
	@echo "make compiled       compiles the slowest modules again, after their sources have changed (needs a C compiler)"
	@echo "make bench          speed, beside peers"
	@echo "make bench-desk     the desk with 10,000 incidents: start, memory, answers, live changes; ARGS=--json"
	@echo "make hop            what one hop costs, beside stock Faust and Quix Streams; ARGS=--records=20000"
	@echo "make drill          faults on the running pipeline, compared with an undisturbed run; ARGS=--short for a part"
	@echo "make compose-check  what of docker-compose.yml, of alert rules and of the dashboard can be checked by a command"
	@echo "make compose-test   the operator's tutorial on containers: image, Kafka, workers, desk (needs Docker with Compose)"
	@echo "make pin-images     writes the digests of images, as their registry knows them, into docker-compose.yml and the Dockerfile"
	@echo "make dashboard-schema  writes the schema of dashboards from the types of Grafana (needs Node 20); -check compares"
	@echo "make ui             builds the desk's scripts, styles and base map into streams/desk/static (needs Node 20)"
	@echo "make ui-check       whether the committed files are those that a build gives, and the types of the scripts"
	@echo "make lighthouse     installs Lighthouse for the tests of the desk's pages (needs Node 20)"
	@echo "make screenshots    writes the pictures of the desk's pages under docs/images (needs Chromium)"
	@echo "make lock           resolve pyproject.toml into the requirements files"

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || { echo "==> making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "==> installing locked requirements (some seconds with uv, a minute or two with pip)"
	@tools/install.sh $(BIN)/python requirements.lock
	@echo "==> installing wirefeed; its slowest modules are compiled, which takes two minutes"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "from streams.compiled_code import described; print('   ', described())"
	@touch $@

# Sources that change make what was compiled stale: it is left aside until this is run.
compiled: $(STAMP)
	@$(BIN)/python -c "from streams.compiled_code import compiled; raise SystemExit(not compiled().files)" || $(BIN)/python hatch_build.py --quiet
	@$(BIN)/python -c "from streams.compiled_code import described; print(described())"

venv: $(STAMP)

demo: $(STAMP)
	@$(BIN)/wirefeed demo $(ARGS)

# Tests that measure time run by themselves, after the others; a part that ARGS names runs at once.
test: $(STAMP)
	@$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile --no-loadscope-reorder $(if $(ARGS),$(ARGS),-m "not alone")
	@$(if $(ARGS),true,$(BIN)/python -m pytest tests/desk_browser -m alone)

fuzz: $(STAMP)
	@$(BIN)/python -m pytest tests/streams tests/schemas -m hypothesis --hypothesis-profile=fuzz $(ARGS)

fuzz-worker: $(STAMP)
	@$(BIN)/python -m benchmarks.fuzz $(ARGS)

$(MUTATOR): $(STAMP) requirements-mutation.lock
	@echo "==> installing the mutation tester"
	@tools/install.sh $(BIN)/python requirements-mutation.lock
	@touch $@

$(BUILDERS): $(STAMP) requirements-tools.lock
	@echo "==> installing what the tools build data and models with"
	@tools/install.sh $(BIN)/python requirements-tools.lock
	@touch $@

tools: $(BUILDERS)

mutation: $(MUTATOR)
	@$(BIN)/python -m tools.mutation $(PACKAGE) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(TESTS),--tests $(TESTS)) $(ARGS)

readme: $(STAMP)
	@$(BIN)/python -m tools.documents

schemas: $(STAMP)
	@$(BIN)/python -m tools.schemas

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --cache-dir .mypy_cache/imports

format: $(STAMP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

$(PEERS): $(STAMP) requirements-bench.lock
	@echo "==> installing the peers to measure beside"
	@tools/install.sh $(BIN)/python requirements-bench.lock
	@touch $@

bench: $(PEERS) compiled
	@$(BIN)/python -m benchmarks $(ARGS)

# An environment of its own: Quix Streams asks for other versions of libraries than ours.
$(QUIX)/.installed: requirements-quix.lock
	@test -x $(QUIX)/bin/python || $(PYTHON) -m venv $(QUIX)
	@echo "==> installing Quix Streams to measure beside"
	@tools/install.sh $(QUIX)/bin/python requirements-quix.lock
	@touch $@

bench-desk: $(STAMP)
	@$(BIN)/python -m benchmarks.desk $(ARGS)

hop: $(STAMP) $(QUIX)/.installed
	@$(BIN)/python -m benchmarks.hop $(ARGS)

# An environment of its own: the site needs nothing of ours, and we nothing of what builds it.
$(SITE)/.installed: requirements-docs.lock
	@test -x $(SITE)/bin/python || $(PYTHON) -m venv $(SITE)
	@echo "==> installing what builds the site"
	@tools/install.sh $(SITE)/bin/python requirements-docs.lock
	@touch $@

docs: $(SITE)/.installed
	@NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs build --strict --quiet

eval: $(STAMP)
	@$(BIN)/python -m benchmarks.quality

drill: $(STAMP)
	@$(BIN)/python -m benchmarks.drills $(ARGS)

lock: $(STAMP)
	$(COMPILE) pyproject.toml --extra broker --group dev -o requirements.lock
	$(COMPILE) pyproject.toml --extra kafka -c requirements.lock -o requirements-runtime.lock
	$(COMPILE) pyproject.toml --extra deliver -c requirements.lock -o requirements-deliver.lock
	$(COMPILE) pyproject.toml --extra desk -c requirements.lock -o requirements-desk.lock
	$(COMPILE) pyproject.toml --extra otel -c requirements.lock -o requirements-otel.lock
	$(COMPILE) pyproject.toml --extra broker --group bench -c requirements.lock -o requirements-bench.lock
	$(COMPILE) pyproject.toml --extra kafka --group tools -c requirements.lock -o requirements-tools.lock
	$(COMPILE) pyproject.toml --extra broker --group mutation -c requirements.lock -o requirements-mutation.lock
	$(COMPILE) --group pyproject.toml:docs -o requirements-docs.lock
	echo 'quixstreams>=3.27' | $(COMPILE) - -o requirements-quix.lock
	echo 'uv>=0.9' | $(COMPILE) - -o requirements-uv.lock
	printf 'hatchling>=1.27\nmypy>=1.14\nsetuptools>=80\n' | $(COMPILE) - -c requirements.lock -o requirements-build.lock

# Docker must reach the registry, which alone knows the digests.
pin-images:
	@deploy/pin-images

compose-check: $(STAMP)
	@$(BIN)/python -m deploy.check

# In a project of its own, on free ports; it removes what it has made, volumes too.
compose-test: $(STAMP)
	@TUTORIAL_ON_DOCKER=1 $(BIN)/python -m pytest tests/examples/test_operator_tutorial.py -m docker --timeout=1800

# The schema is committed: nobody needs Node to check the dashboard.
DASHBOARD_SCHEMA := deploy/grafana/schema
$(DASHBOARD_SCHEMA)/node_modules/.installed: $(DASHBOARD_SCHEMA)/package-lock.json
	@cd $(DASHBOARD_SCHEMA) && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

dashboard-schema: $(DASHBOARD_SCHEMA)/node_modules/.installed
	@cd $(DASHBOARD_SCHEMA) && npm run --silent build

dashboard-schema-check: $(DASHBOARD_SCHEMA)/node_modules/.installed
	@cd $(DASHBOARD_SCHEMA) && npm run --silent check

# The built files are committed: nobody needs Node to run the desk.
desk-ui/node_modules/.installed: desk-ui/package-lock.json
	@cd desk-ui && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

ui: desk-ui/node_modules/.installed
	@cd desk-ui && npm run --silent build

ui-check: desk-ui/node_modules/.installed
	@cd desk-ui && npm run --silent check

# What some tests of pages measure with. Without it they are skipped.
LIGHTHOUSE := tests/desk_browser/npm
$(LIGHTHOUSE)/node_modules/.installed: $(LIGHTHOUSE)/package-lock.json
	@cd $(LIGHTHOUSE) && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

lighthouse: $(LIGHTHOUSE)/node_modules/.installed

screenshots: $(STAMP)
	@DESK_SCREENSHOTS=docs/images $(BIN)/python -m pytest -q tests/desk_browser/test_screenshots.py

clean:
	rm -rf desk-ui/node_modules $(DASHBOARD_SCHEMA)/node_modules $(LIGHTHOUSE)/node_modules $(VENV) $(QUIX) $(SITE) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
