# Windows without make: README.md says the same in two lines. Every command is a "python -m …".

PYTHON ?= python3
python := $(if $(filter Windows_NT,$(OS)),.venv/Scripts/python.exe,.venv/bin/python)
pip := $(python) -m pip install -qq --disable-pip-version-check --no-input

.PHONY: run demo test check types rules bench backup restore
.DELETE_ON_ERROR:

run: .venv/.run
	@$(python) app.py

demo: export REGISTER_DEMO = 1
demo: .venv/.run
	@$(python) app.py

test: .venv/.dev
	@$(python) -m tests

check: .venv/.dev
	@$(MAKE) --no-print-directory -j 2 types rules

types: .venv/.dev
	@$(python) -m mypy

rules: .venv/.dev
	@$(python) -m ruff format --check --quiet .
	@$(python) -m ruff check --quiet .
	@$(python) -m pytest tests/test_imports.py tests/test_system_rights.py tests/test_source_files.py tests/test_streamlit_use.py
	@$(python) -m components.translations --check
	@$(python) -m db.maintenance.migrate --check

bench: .venv/.dev
	@$(python) -m benchmarks

backup: .venv/.run
	@$(python) -m db.maintenance.backup

restore: .venv/.run
	@$(python) -m db.maintenance.restore "$(FILE)"

.venv/.run: requirements.txt | $(python)
	@echo "Installing what the register needs into .venv …"
	@$(pip) -r requirements.txt
	@$(python) -c "open('$@', 'w').close()"

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing what tests it into .venv …"
	@$(pip) -r requirements-dev.txt
	@$(python) -c "open('$@', 'w').close()"

$(python):
	@$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed, this is %d.%d. Name another one: make PYTHON=python3.12 …' % sys.version_info[:2] if sys.version_info < (3, 11) else 0)"
	@$(PYTHON) -c "import sys; from importlib.util import find_spec; sys.exit(0 if find_spec('ensurepip') else 'This Python lacks its module venv. Install it, on Debian or Ubuntu: sudo apt install python3-venv')"
	@$(PYTHON) -m venv .venv
