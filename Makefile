# Every target works from a fresh clone with git, make and Python 3.11 (venv included).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test test-slow explore fuzz check format docs pages site dist bench clean

help:
	@echo "make demo    a small archive goes in, is compared, cited and verified"
	@echo "make test    the tests (make test-slow: those that take longer)"
	@echo "make explore the laws over other generated examples than those of make test"
	@echo "make fuzz    every reader, and each command that reads a file, over 100,000 broken files"
	@echo "             (COUNT=… READERS=…)"
	@echo "make check   linter, formatter, types"
	@echo "make docs    what is made of the code: the reference in docs/library.md, docs/vectors.json"
	@echo "make dist    the packages of a release: built twice, checked, installed anew, with an SBOM"
	@echo "make pages   the pages of docs/ as a web site, in build/pages"
	@echo "make site    the samples as a web site, in build/site"
	@echo "make bench   the measurements that README and docs quote"

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "provrepo needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@$(BIN)/python -m compileall -q provrepo store cli  # also where Python may not write what it compiled
	@touch $@

# roc-validator needs an older rich than provrepo does, so it has an environment of its own.
.venv/validators/ready: .venv/ready
	$(PYTHON) -m venv .venv/validators
	.venv/validators/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	.venv/validators/bin/python -m pip install --quiet --disable-pip-version-check --group validators
	@touch $@

demo: .venv/ready
	@$(BIN)/python -m provrepo demo --run

# The tests that pytest prepared are kept, even where Python shall write nothing: 15 s a run.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n 2

test: .venv/ready
	$(PYTEST) -m "not slow"

test-slow: .venv/ready .venv/validators/ready
	$(PYTEST) -m slow

explore: .venv/ready
	$(PYTEST) -m "hypothesis and not slow" --hypothesis-profile other-examples

COUNT = 100000
fuzz: .venv/ready
	$(BIN)/python -m tests.fuzz $(READERS) --count $(COUNT)

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/ready
	$(BIN)/python -m tests.library_reference
	$(BIN)/python -m tests.vectors

.venv/dist: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dist
	@touch $@

dist: .venv/dist
	@$(BIN)/python -m release.check

pages: .venv/ready
	$(BIN)/sphinx-build -q -n -W --keep-going -d build/doctrees -c docs . build/pages

site: .venv/ready
	@rm -rf build/samples
	@$(BIN)/python -m provrepo --quiet demo build/samples > /dev/null
	@cd build/samples && PATH="$(CURDIR)/$(BIN):$$PATH" sh -e session.sh > session.out 2>&1 || (cat session.out; false)
	@$(BIN)/python -m provrepo --repo build/samples/provrepo.db publish build/site --title "Sample Cables"

# The shared corpora and suites: beside the clone, or where PROVREPO_SHARED says.
SHARED = $(or $(PROVREPO_SHARED),../shared)

.venv/bench: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	@touch $@

bench: .venv/bench
	@$(BIN)/python -m compileall -q provrepo store cli
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/store.py --million
	$(BIN)/python bench/ingest.py
	$(BIN)/python bench/search.py --million --postgres test
	$(BIN)/python bench/site_search.py
	$(BIN)/python bench/publish.py
	$(BIN)/python bench/package.py
	$(BIN)/python bench/cite.py
	$(BIN)/python bench/csl_suite.py $(SHARED)/suites/csl
	$(BIN)/python bench/csl_peer.py $(SHARED)/suites/csl-peer/citeproc-js.json $(SHARED)/suites/csl-styles $(SHARED)/suites/csl-locales --quiet
	$(BIN)/python bench/csl_styles.py --limit 500
	$(BIN)/python bench/align.py $(SHARED)/corpora/alignment
	$(BIN)/python bench/status.py
	$(BIN)/python bench/diff.py --worst
	$(BIN)/python bench/diff.py --blame $(SHARED)/corpora/pairs
	$(BIN)/python bench/diff.py $(SHARED)/corpora/pairs

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
