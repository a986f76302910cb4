# run: the dashboard on http://localhost:8501   test: all tests   check: what must be green before a commit
# soak: kill writers, then the real server under a visitor, at random moments for ten minutes each (SOAK_SECONDS=...),
#       new moments each time, and call imports off at each of their steps
# mutants: change the engine in thousands of places, one at a time: the tests must notice (docs/testing.md)
# storm: twenty sessions at once on one store, then on the real server, for a minute each (STORM_SECONDS=...), other
#        choices each time; then every file of the attacks sent to the server
# metamorphic: change clean files in thousands of ways that keep their meaning, and that alter it (METAMORPHIC_RUNS=...)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

# Thousands of starts: what Python has compiled once is kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

# Tests of the screen: apart, since the tracer of coverage, which is for the core, makes a page three times as slow. Both
# halves run at once: a browser is often waited for.
SCREEN := browser pages charts attacks/test_markup.py

.PHONY: run test test-core test-screen soak storm metamorphic mutants check format catalogue clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev
	@$(BIN)/python tools/chromium.py
	@$(MAKE) --no-print-directory -j 2 --output-sync=target test-core test-screen

test-core:
	$(BIN)/pytest -n 2 --dist loadfile --cov $(SCREEN:%=--ignore=tests/%)

test-screen:
	$(BIN)/pytest -n 2 --dist loadfile $(SCREEN:%=tests/%)

SOAK_SECONDS ?= 600
soak: $(VENV)/.dev
	H4A_SOAK_SECONDS=$(SOAK_SECONDS) H4A_SOAK_SEED=$$$$ $(BIN)/pytest -s tests/store/test_crashes.py tests/records/test_progress.py

# Without MUTANTS all that were not tried yet; with it those that match, again: make mutants MUTANTS='*.premium.*'
MUTANTS ?=
mutants: $(VENV)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" nice $(BIN)/python tools/mutants.py run --max-children 2 $(MUTANTS:%='%')
	@$(BIN)/python tools/mutants.py results

STORM_SECONDS ?= 60
storm: $(VENV)/.dev
	H4A_STORM_SECONDS=$(STORM_SECONDS) H4A_STORM_SEED=$$$$ $(BIN)/pytest -s tests/store/test_storm.py tests/attacks/test_served_corpus.py

METAMORPHIC_RUNS ?= 20000
metamorphic: $(VENV)/.dev
	H4A_METAMORPHIC_RUNS=$(METAMORPHIC_RUNS) H4A_METAMORPHIC_SEED=$$$$ $(BIN)/pytest -s tests/metamorphic

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MAKE) test

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: $(VENV)/.dev
	$(BIN)/python tools/catalogue.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis mutants .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "$(PYTHON) cannot make a venv; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt constraints.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt constraints.txt | $(BIN)/python
	$(PIP) -r requirements-dev.txt
	@touch $@
