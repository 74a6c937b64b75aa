# One word per job. Every target sets up .venv by itself; nothing has to be installed by hand.
PYTHON ?= python3
BIN := .venv/bin
# Byte code is what makes the second start fast; a variable of the shell must not switch it off.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run test coverage check format soak bench shots build messages constraints clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready-run: pyproject.toml constraints.txt .ci/setup
	@PYTHON="$(PYTHON)" .ci/setup run

.venv/.ready-test: pyproject.toml constraints.txt .ci/setup
	@PYTHON="$(PYTHON)" .ci/setup test

run: .venv/.ready-run ## open the program (without a screen: a demonstration in the terminal)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ]; then \
		$(BIN)/yespo-console; \
	else \
		echo "No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the demonstration runs instead of the window."; \
		$(BIN)/yespo-console demo; \
	fi

test: .venv/.ready-test ## run every test
	@$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not soak"

coverage: .venv/.ready-test ## run every test and show the lines that none reaches (takes three times as long)
	@$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not soak" --cov --cov-report=term:skip-covered

check: .venv/.ready-test ## format, lint, types and the dependency rule
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/.ready-test ## format and mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

soak: .venv/.ready-test ## the long tests, and the built program
	@$(BIN)/python -m pytest -q -m soak
	@$(MAKE) build

bench: .venv/.ready-test ## measure what the project claims about speed (a part of it: make bench BENCH=start-up)
	@$(BIN)/python benchmarks/run.py $(BENCH)

shots: .venv/.ready-test ## render every screen to shots/*.png
	@$(BIN)/python tests/shots/render_shots.py shots

build: .venv/.ready-test ## make dist/yespo-console and let it check itself
	@$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	@QT_QPA_PLATFORM=offscreen dist/yespo-console/yespo-console --self-check
	@.ci/try-window dist/yespo-console/yespo-console
	@du -sm dist/yespo-console | awk '{printf "size: %d MiB (%d MB), of at most 130 MiB\n", $$1, $$1 * 1.048576; exit $$1 > 130}'

messages: .venv/.ready-test ## collect the texts for translators
	@$(BIN)/pybabel -q extract -F pyproject.toml --project=yespo-console --copyright-holder="The Yespo Console authors" --add-location=file \
		-o resources/translations/yespo_console.pot yespo_console resources

constraints: ## pin the versions that pyproject.toml allows today
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip install --quiet --disable-pip-version-check '.[dev]'
	@{ echo "# The versions the tests ran with. Made by 'make constraints' from pyproject.toml."; \
		build/constraints/bin/python -m pip freeze --exclude yespo-console; } > constraints.txt
	@rm -rf build/constraints

clean: ## remove what was made
	@rm -rf .venv build dist shots .coverage* .mypy_cache .pytest_cache .ruff_cache
