# Each target works on a fresh machine with Python >= 3.11, make and git; what else it needs it gets, or says.

.DEFAULT_GOAL := help
.PHONY: help demo test lint cov live pictures bench run fuzz simulate soak kills race parts fresh booted docs wheel clean
BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 1); echo $$((n > 4 ? 4 : n)))
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist worksteal
PYTHON = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

help:  ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 14

demo: $(READY)  ## the whole procedure on embedded servers, in under a minute
	@$(BIN)/mailflow demo

test: $(READY)  ## all tests but those that need Dovecot, the store's on PostgreSQL 18 of a wheel, too; on WORKERS processors
	@MAILFLOW_POSTGRES=wheel $(PYTEST) -m "not live and not parts"

lint: $(READY)  ## style, types, who may import whom
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check . && $(BIN)/mypy && $(BIN)/lint-imports

cov: $(READY)  ## branch coverage of core/, which must be whole: by its tests, the scripts and what asks it most
	@$(BIN)/coverage run -m pytest -q tests/core tests/scripts tests/store/test_fields.py tests/store/test_reports.py \
		tests/store/test_counted.py tests/store/test_figures_naive.py tests/report \
		tests/flow/test_report_mail.py tests/cli/test_report.py tests/cli/test_explain.py tests/cli/test_looking.py tests/flow/test_edits.py \
		tests/flow/test_digest.py tests/flow/test_bundles.py && $(BIN)/coverage report

live: $(READY)  ## tests against real servers and the real process; what is missing fails (see .ci/run)
	@CI=true $(PYTEST) -m "live or server"

pictures: $(READY)  ## the pictures of README and docs anew, from the browser tests
	@MAILFLOW_SCREENSHOTS=.screenshots SCREENSHOTS=.screenshots $(BIN)/pytest -m live tests/live/test_browser.py \
		tests/live/test_report_page.py -k "every_size or picture"
	@cp .screenshots/docs-team-light.jpg docs/team.jpg
	@cp .screenshots/docs-report.png docs/images/report.png

bench: $(READY)  ## how fast it is; MEMORY=1 for a month of it as well (five minutes)
	@set -e; for script in $$(grep -l __main__ bench/*.py | grep -v $(if $(MEMORY),^$$,memory)); do \
		echo "$$script"; PYTHONPATH=. $(BIN)/python $$script; done

run: $(READY)  ## the desk of this folder, or of HOME_DIR=…
	@$(BIN)/mailflow $(if $(HOME_DIR),--home $(HOME_DIR)) run

fuzz: $(READY)  ## inputs nobody would write, to every parser: ROUNDS=100000, or TARGET=mails alone; MINUTES=… at most
	@$(BIN)/python -W ignore -m fuzz --rounds $(or $(ROUNDS),20000) $(if $(TARGET),--target $(TARGET)) \
		$(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) $(if $(KEEP),--keep $(KEEP))

simulate: $(READY)  ## desk-years with everything that breaks: SEEDS=200, or one again with its trace: SEED=123
	@$(BIN)/python -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),200) --jobs $(or $(JOBS),2))

soak: $(READY)  ## as many desk-years as fit: MINUTES=60, beginning with seed BEGIN
	@$(BIN)/python -m tests.simulation --minutes $(or $(MINUTES),60) --begin $(or $(BEGIN),100000) --jobs $(or $(JOBS),2)

kills: $(READY)  ## kill -9 the daemon at any moment, under load, on both databases, and count; KILLS=500
	@set -e; for database in sqlite postgresql; do \
		$(BIN)/python -m bench.kills --database $$database --kills $(or $(KILLS),500); done

failover: $(READY)  ## kill, freeze, cut off the leader of three PostgreSQL servers under load, and count; ROUNDS=20
	@PYTHONPATH=. $(BIN)/python -m bench.failover --rounds $(or $(ROUNDS),20)

race: $(READY)  ## twenty operators claim, and answer, at once: two daemons, IMAP and LMTP, both databases; RUNS=50
	@set -e; for database in sqlite postgresql; do for what in "" --answers; do \
		PYTHONPATH=. $(BIN)/python bench/race.py --runs $(or $(RUNS),50) --database $$database $$what; done; done

parts: $(READY)  ## the desk among Postfix, OpenDKIM, OpenDMARC, Pigeonhole, mlmmj, Cyrus; as root, it names what is missing
	@CI=true unshare --mount --net $(BIN)/pytest -m parts tests/parts

docs: $(READY)  ## the site, into build/docs: no network, warnings are errors; mailflow docs opens it
	@$(BIN)/sphinx-build --quiet --fresh-env --fail-on-warning --builder html --doctree-dir build/doctrees docs build/docs

wheel: docs  ## the wheel with the pages in it, into dist/
	@rm -f build/docs/.buildinfo build/docs/objects.inv
	@MAILFLOW_SITE=build/docs $(BIN)/python -m hatchling build --target wheel

fresh:  ## from a fresh Debian to a claimed ticket by the README's words; as root, with a network; SUITE=trixie
	@tests/fresh/desk.sh $(or $(SUITE),bookworm)

booted:  ## the systemd unit under a systemd that has booted, in a container; as root, with a network; SUITE=trixie
	@tests/fresh/booted.sh $(or $(SUITE),bookworm)

clean:  ## everything that can be made again; no mail, no database
	@rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "make: $(PYTHON) cannot make a venv: apt install python3-venv (or $(notdir $(PYTHON))-venv)" >&2; exit 1; }
	@echo "installing mailflow and what it needs into .venv; this takes a minute, once …" >&2
	@$(PYTHON) -m venv .venv && $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q mailflow  # every command begins sooner, also for a user who may not write here
	@touch $@
