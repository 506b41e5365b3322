# Each target does its own set-up: `make run` and `make test` work on a fresh clone with Python 3.11 or later.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: run test lint fuzz audit corpus docs
run: $(VENV)/ready
	$(BIN)/curate run

test: $(VENV)/ready
	$(BIN)/python -m pytest
	$(BIN)/curate run --check

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# what `make test` tries of random changes to what is read, a thousand times as long
fuzz: $(VENV)/ready
	CURATE_FUZZ=25000 $(BIN)/python -m pytest tests/test_fuzz.py

# are there known vulnerabilities in the packages that are installed? needs the network
audit: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --skip-editable

# the committed corpus, as the current code makes it, as a single first revision
corpus: $(VENV)/ready
	rm -rf cleaned
	$(BIN)/curate run

# the pages of docs/ that are made from the code
docs: $(VENV)/ready
	$(BIN)/python scripts/build_docs.py

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
