# sayso: every target works alone on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint nightly browser bench train docs

help: ## Show these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready ## Make .venv with sayso, its extras and the tools of the trade
.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' -c constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all]' --group dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[moonshine]' || echo "moonshine has no wheel for this machine: recordings are heard by pocketsphinx alone."
	@touch $@

demo: .venv/ready ## Read an example article of ours, and check an example draft against its evidence
	$(BIN)/sayso read examples/mill.txt
	@echo; $(BIN)/sayso check examples/check/draft.txt --evidence examples/check/hearing.txt --no-cache || [ $$? -eq 1 ]

lint: .venv/ready ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint ## Lint, types and all tests
	$(BIN)/python -m pytest

nightly: lint ## All tests, with kills, power cuts and failing calls in full (long)
	SAYSO_RAY_KILLS=5 SAYSO_KILLS=300 SAYSO_POWER_CUTS=1000 SAYSO_EVERY_CALL=1 $(BIN)/python -m pytest

browser: .venv/ready ## The desk in a real browser: journeys, axe, pictures (needs node and Debian's chromium)
	npm ci --prefix tests/desk/browser
	$(BIN)/python -m pytest tests/desk/test_browser.py

bench: .venv/ready ## Quality, speed and memory against the pinned floors (needs the shared data)
	$(BIN)/python -m bench --shared $(DATA)

train: .venv/ready ## Train the models anew from the shared data and export them (made for a GPU: about 12 minutes on one H200)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group training
	$(BIN)/python -m training --shared $(DATA)
	$(BIN)/python -m training.asides --shared $(DATA)
	$(BIN)/python -m training.calibration --shared $(DATA)

docs: .venv/ready ## Build the docs site into site/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group docs
	$(BIN)/python -m mkdocs build --strict
