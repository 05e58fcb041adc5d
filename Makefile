# Milepost's tasks. `make demo` and `make test` do all their own set-up.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := plans mail parsing templates storage workflows milepost

.PHONY: help install demo up test lint types contracts unit coverage system practices bench-history bench-word bench-dates bench-letters bench-reading bench-trust bench-mail bench-memory bench-kill bench-scale bench-life bench-forecast fit-confidence lock clean pictures

help: ## list the tasks
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Milepost needs Python 3.11 or newer; this is %d.%d. Install it and run: make PYTHON=python3.11 install" % sys.version_info[:2])'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: install it with 'apt-get install python3-venv' and run this again." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.txt pyproject.toml
	@echo "Installing Milepost into $(VENV) (once, a minute or two)."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what the tests need into $(VENV) (once)."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed ## set up .venv; then .venv/bin/milepost works
	@echo "Ready: $(BIN)/milepost --help"

demo: $(VENV)/.installed ## run the main job: play the buyer in your terminal
	@$(BIN)/milepost demo

up: $(VENV)/.installed ## run the embedded stack
	@$(BIN)/milepost up

test: lint types contracts unit ## lint, types, import contracts and tests

lint: $(VENV)/.tested ## ruff
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . && echo "ruff: clean"

types: $(VENV)/.tested ## mypy --strict
	@$(BIN)/mypy

contracts: $(VENV)/.tested ## import-linter
	@$(BIN)/lint-imports

unit: $(VENV)/.tested ## pytest, one worker a core
	@$(BIN)/pytest --numprocesses=auto --dist=worksteal

coverage: $(VENV)/.tested ## the tests again with coverage, which takes twice as long
	@$(BIN)/pytest --numprocesses=auto --dist=worksteal --cov --cov-report=term:skip-covered

system: ## install the system programs that the full tests need (Debian and Ubuntu)
	@sh tests/system.sh

practices: $(VENV)/.tested ## the 120 practices with the tests that prove them
	@$(BIN)/python -m tests.practices

bench-word: $(VENV)/.tested ## edit documents in LibreOffice, read them back, print how well and how fast (needs make system)
	@$(BIN)/python -m benchmarks.word

bench-history: $(VENV)/.tested ## count Temporal's events of a reply and of quiet weeks; memory of a cached plan, time to replay
	@$(BIN)/python -m benchmarks.life_history

bench-forecast: $(VENV)/.tested ## play deals to their end, count how many close within the range drawn half way through
	@$(BIN)/python -m benchmarks.forecast

bench-dates: $(VENV)/.tested ## measure the date reader; SUITE=rows.jsonl adds foreign rows, BESIDE=dateparser,... others
	@$(BIN)/python -m benchmarks.dates $(SUITE) $(if $(BESIDE),--beside $(BESIDE))

bench-letters: $(VENV)/.tested ## measure what was written today, and time against size; SUITE=cases.jsonl adds foreign mails
	@$(BIN)/python -m benchmarks.letters $(SUITE) --sizes

bench-reading: $(VENV)/.tested ## measure the reading of letters: right, sure, fast; FOLDER=letters adds other labelled ones
	@$(BIN)/python -m benchmarks.reading --held-out $(FOLDER)

bench-trust: $(VENV)/.tested ## forged, replayed and tampered mails that change a plan (none), honest odd ones put away
	@$(BIN)/python -m benchmarks.trust

bench-mail: $(VENV)/.tested ## take mails in while workers are killed, look at a huge mailbox, time answers (needs make system; 5 minutes)
	@$(BIN)/python -m benchmarks.mail $(OPTIONS)

bench-memory: $(VENV)/.tested ## storage beside bare SQLAlchemy, commands over 10,000 plans, the log verified, a big file migrated
	@$(BIN)/python -m benchmarks.memory $(OPTIONS)

bench-kill: $(VENV)/.tested ## kill worker, Temporal and PostgreSQL in turn under 3 letters a second (10 minutes; OPTIONS="--minutes 1.2")
	@$(BIN)/python -m benchmarks.kill $(OPTIONS)

bench-scale: $(VENV)/.tested ## letters a second from mailbox to answer with 1, 2 and 4 worker processes
	@$(BIN)/python -m benchmarks.scale $(OPTIONS)

bench-life: $(VENV)/.tested ## play six months of the example plans, every mail beside the accepted journal; ACCEPT=1 takes the new one
	@$(BIN)/python -m benchmarks.life $(if $(ACCEPT),--accept)

fit-confidence: $(VENV)/.tested ## fit how sure a reading is on the labelled letters
	@$(BIN)/python -m benchmarks.confidence

pictures: $(VENV)/.tested ## take the pictures of every mail in Chromium anew (docs/pictures, needs make system)
	@$(BIN)/python -m tests.says.shown

lock: ## compile the requirements with hashes (needs uv)
	uv pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 --no-emit-index-url --no-header requirements.in -o requirements.txt
	uv pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build ./*.egg-info
