# Every target sets up what it needs; a stamp in .venv remembers what is already there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv
ROOMS := outreach channels policies tests benchmarks
JOBS ?= 2

.PHONY: demo run test check style types imports bench soak laws mutants mutmut hunch docs transcript format lock clean

demo: $(VENV)/ready
	$(BIN)/outreach demo $(ARGS)

run: $(VENV)/ready
	$(BIN)/outreach run $(ARGS)

test: $(VENV)/ready-dev
	@sh .ci/components
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

# Separate, so that `make -k check` tells everything at once.
check: style types imports

style: $(VENV)/ready-dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check .

types: $(VENV)/ready-dev
	@$(BIN)/mypy $(wildcard $(ROOMS))

imports: $(VENV)/ready-dev
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/ready-dev
	@sh .ci/components
	$(BIN)/python -m benchmarks $(ARGS)

# Ten minutes of everything going wrong; ARGS="--postgresql --seconds 60" for workers and shorter.
soak: $(VENV)/ready-dev
	$(BIN)/python -m tests.soak $(ARGS)

# The laws with five hundred examples each, others every time: minutes, and not part of test.
laws: $(VENV)/ready-dev
	$(BIN)/python -m pytest tests/laws -n $(JOBS) --hypothesis-profile=full $(ARGS)

mutants: $(VENV)/ready-dev
	$(BIN)/python -m tests.mutants $(ARGS)

# Apart from test: an hour or more. It goes on where it was stopped.
mutmut: $(VENV)/ready-dev
	nice $(BIN)/python -m tests.mutation $(ARGS)

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/ready-dev
	$(BIN)/python -m tests.architecture.pages

# After adding labelled replies: what the reader suspects where it knows no words.
hunch: $(VENV)/ready-dev
	$(BIN)/python -m tests.outreach.listening.learning

# Apart from docs, for it lives through all of it: a minute, and Dovecot.
transcript: $(VENV)/ready-dev
	@sh .ci/components
	$(BIN)/python -m tests.stories.first_quarter_hour

# Takes newer versions: edit pyproject.toml or delete a lock first, run this, read the diff.
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: $(VENV)/ready-build
	$(UV) $(LOCK) requirements/build.in -o requirements/build.lock
	$(UV) $(LOCK) pyproject.toml -o requirements/run.lock
	$(UV) $(LOCK) pyproject.toml --group test --group check -c requirements/run.lock -o requirements/dev.lock

$(VENV)/ready-build: requirements/build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "outreach needs Python 3.11 or newer; say which with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# --no-build-isolation: the build tool is locked above, like everything else.
$(VENV)/ready: requirements/run.lock pyproject.toml $(VENV)/ready-build
	$(UV) pip install --quiet --require-hashes -r $<
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: requirements/dev.lock $(VENV)/ready
	$(UV) pip install --quiet --require-hashes -r $<
	@touch $@

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .mutmut
	rm -rf "$${TMPDIR:-/tmp}"/outreach-demo-*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
