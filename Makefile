.DEFAULT_GOAL := help
VENV := .venv
# the rooms with most SQL of their own: tested on both databases in every full run
ON_BOTH := $(addprefix tests/domain/,deals tasks client_book board clients leads search files statements)
PART := tests/domain
MINUTES := 60
PY := $(VENV)/bin/python
# the browser's scripts are linted and type-checked with packages of their own
SCRIPTS := tools/browser/node_modules
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
SIDE_BY_SIDE = -j2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=line)
# compiled code is kept whatever the shell says: importing everything anew costs each test process seconds
unexport PYTHONDONTWRITEBYTECODE

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(VENV)/installed ## install, migrate, build and serve on http://localhost:8000 (STUDIO_PORT)
	@tools/system-libraries pdf
	@exec $(PY) -m studio_app serve

dev: $(VENV)/installed ## the same with hot reload
	@tools/system-libraries pdf
	@$(PY) -m studio_app init
	@REFLEX_USE_NPM=1 PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/reflex run --env dev

check: $(VENV)/installed-dev ## lint, types of core, domain and the browser's scripts, import contracts, unit tests with few random examples
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) unit lint TYPED="studio_app/core studio_app/domain"

unit: $(VENV)/installed-dev
	$(PY) -m pytest -n auto --dist worksteal --hypothesis-profile quick --ignore tests/e2e -m "not service"

# each answer to a browser is held for up to three seconds at random: make test SLOW=1
export SLOW

test: $(VENV)/installed-dev ## everything: check with all random examples and types everywhere, service and browser tests
	@tools/system-libraries pdf
	@tools/system-libraries browser
	@tools/system-libraries mailbox
	@tools/system-libraries database
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) without-browser with-browser

# side by side: a browser test mostly waits, the others mostly reckon
without-browser: lint
	$(PY) -m pytest -n auto --dist worksteal -m "not e2e"
	@$(MAKE) --no-print-directory postgresql PART="$(ON_BOTH)"

with-browser: $(VENV)/installed-dev
	$(PY) -m pytest -m pictures
	$(PY) -m pytest -m "e2e and not pictures"

postgresql: $(VENV)/installed-dev ## the tests of use cases on a PostgreSQL of their own (PART=tests/domain/deals for some)
	STUDIO_TEST_DATABASE=postgresql $(PY) -m pytest -n auto --dist worksteal --hypothesis-profile quick -m "not service" $(PART)

lint: $(VENV)/installed-dev $(SCRIPTS)/installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	NODE_OPTIONS=--max-semi-space-size=128 $(VENV)/bin/pyright $(TYPED)
	$(VENV)/bin/lint-imports
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(SCRIPTS)/.bin/eslint -c tools/browser/eslint.config.js --max-warnings 0 assets tests benchmarks tools/browser
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(SCRIPTS)/.bin/tsc -p tools/browser

audit: $(VENV)/installed ## ask whether anything pinned is known to be vulnerable, where an index can be asked
	@tools/audit

pictures: $(VENV)/installed-dev ## make the pictures of docs/images anew
	STUDIO_PICTURES=1 $(PY) -m pytest -m pictures

soak: $(VENV)/installed-dev ## what is too long for test: thousands of random histories, a server under load (MINUTES=60)
	@tools/soak $(MINUTES)

bench: $(VENV)/installed-dev ## measure; writes benchmarks/latest.json
	@tools/system-libraries pdf
	@tools/system-libraries browser
	$(PY) -m benchmarks

release: $(VENV)/installed-dev ## test, then number, commit and tag a release: make release VERSION=0.2.0
	@$(PY) tools/release.py "$(VERSION)"

lock: $(VENV)/installed-dev ## compile requirements*.in into pinned requirements*.txt
	$(VENV)/bin/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --annotation-style line requirements.in -o requirements.txt
	$(VENV)/bin/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --annotation-style line requirements-dev.in -o requirements-dev.txt

$(VENV)/installed: requirements.txt
	@echo "installing the requirements (about a minute)"
	@test -x $(PY) || python3 -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "installing what tests and checks need"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(SCRIPTS)/installed: tools/browser/package-lock.json tools/browser/.npmrc $(VENV)/installed
	@echo "installing what checks the browser's scripts"
	@cd tools/browser && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: help run dev check unit postgresql lint audit test without-browser with-browser pictures soak bench release lock
