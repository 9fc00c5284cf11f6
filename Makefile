# Every way to build and check the book. Start with: make help
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
PY := $(VENV)/bin/python
HTML := _build/html
PORT ?= 8000
# PyTorch, for the two chapters that train models: on, or off to do without it.
TORCH ?= on
# What starts install.py, which looks for a Python that the book is pinned for. PYTHON= names one.
ANY_PYTHON := $(firstword $(PYTHON) $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell command -v $(name))))
LAB := $(if $(filter off,$(TORCH)),,lab)
export VENV TORCH TORCH_INDEX
export PYTHONPATH := $(CURDIR)
export EXPLORER_HOST ?= text
export IPYTHONDIR := $(CURDIR)/extensions/kernel

.PHONY: help setup setup-lab setup-lint setup-paper setup-test setup-mutants setup-kernels book serve chapter notebooks readme test test-colab lab lint format bench clean pins

help: ## this list
	@echo "Emergence, Measured"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

# The virtual environment, with the packages that a target needs; nothing is done where they are there.
setup: GROUPS := book $(LAB)
setup-lab: GROUPS := book $(LAB) jupyter
setup-lint: GROUPS := book lint
setup-paper: GROUPS := book $(LAB) paper
setup-test: GROUPS := book lab test
setup-mutants: GROUPS := book lab test mutants
setup-kernels: GROUPS := book kernels
setup setup-lab setup-lint setup-paper setup-test setup-mutants setup-kernels:
	@[ -n "$(ANY_PYTHON)" ] || { echo "There is no python3 here: install Python 3.11 or a newer one" >&2; exit 1; }
	@command -v -- "$(ANY_PYTHON)" >/dev/null || { echo "PYTHON must be a Python that is here, not $(ANY_PYTHON)" >&2; exit 1; }
	@[ "$(TORCH)" = on ] || [ "$(TORCH)" = off ] || { echo "TORCH must be on or off, not $(TORCH)" >&2; exit 1; }
	@$(ANY_PYTHON) install.py $(GROUPS)

book: setup ## the whole book, into _build/html; warnings are errors (TORCH=off: without PyTorch)
	@$(PY) -m extensions.build

serve: ## the built book on http://127.0.0.1:8000 (PORT= for another)
	@[ -f $(HTML)/index.html ] || { echo "There is no book yet: make book" >&2; exit 1; }
	@$(PY) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
	  { echo "Port $(PORT) cannot be had (another program may have it). Another one: make serve PORT=8001" >&2; exit 1; }
	@echo "The book is at http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)"
	@$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory $(HTML) || [ $$? = 130 ]

chapter: setup ## one chapter alone, quickly: make chapter NAME=mirage
	@$(PY) -m extensions.build "$(NAME)"

.PHONY: offline
offline: book ## the built book as one zip, _build/emergence-measured.zip: every page works from a disk, with no network
	@$(PY) -m extensions.offline

.PHONY: pdf epub
pdf: setup-paper ## the built book as one PDF, into _build/paper: make book pdf (NAME= for a chapter that make chapter built; SHEET=letter)
	@$(PY) -m extensions.paper pdf $(NAME) $(if $(filter letter,$(SHEET)),--letter)

epub: setup-paper ## the book as one EPUB, into _build/epub
	@$(PY) -m extensions.paper epub

.PHONY: new
new: setup ## a new chapter to write over, with its idea, drawing, simulation and test: make new NAME=retries
	@$(PY) -m extensions.new "$(NAME)"
	@$(PY) -m extensions.twins $(NAME)
	@$(PY) tests/states.py $(NAME)

notebooks: setup ## the twins: chapters/NAME.ipynb from chapters/NAME.md (NAME= for one)
	$(PY) -m extensions.twins $(NAME)

readme: setup ## the README's table of rooms, anew from the tree
	$(PY) -m extensions.rooms

.PHONY: states
states: setup ## tests/NAME/states.txt and exercises.txt: the figures' other states, and the exercises, in words (NAME= for one)
	@$(PY) tests/states.py $(NAME)

lab: setup-lab ## the notebooks in JupyterLab, on this machine
	@env -u EXPLORER_HOST -u IPYTHONDIR $(PY) -m jupyterlab $(if $(filter 0,$(shell id -u)),--allow-root) intro.ipynb

.PHONY: readdress links
readdress: setup # the twins as they are, with the addresses of BOOK_REPOSITORY and BOOK_URL: what a deploy publishes
	$(PY) -m extensions.twins --keep-outputs $(NAME)

links: setup ## whether the book's links to other sites still answer
	@$(PY) -m extensions.build --links

# Two files at a time: a file's tests share what they open.
export AT_ONCE ?= -n 2 --dist loadfile

test: setup-test ## everything: lint, book, unit, browser and notebook tests (a Chromium is installed where it may be)
	@$(PY) tests/everything.py

# tests/colab.txt has the versions. Old ones use what newer Pythons deprecate: no fault of the notebooks.
COLAB_PYTHON ?= $(shell command -v python3.13)
COLAB_VENV ?= .venv-colab
COLAB_TORCH ?= 2.13.0

test-colab: ## every twin and every exercise's check, run in Colab's versions (slow; COLAB_PYTHON= names a Python 3.13, COLAB_TORCH= a version)
	@[ -n "$(COLAB_PYTHON)" ] || { echo "Colab runs Python 3.13: name one with COLAB_PYTHON=/path/to/python3.13" >&2; exit 1; }
	@[ -x $(COLAB_VENV)/bin/python ] || $(COLAB_PYTHON) -m venv $(COLAB_VENV)
	$(COLAB_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/colab.txt torch==$(COLAB_TORCH) pytest nbval
	$(COLAB_VENV)/bin/python -m simulations.exercises
	$(COLAB_VENV)/bin/python -m pytest -W default::DeprecationWarning --nbval-lax -p no:cacheprovider intro.ipynb chapters

lint: setup-lint ## what is wrong with the code or its form, in the package, the chapters' cells and the front end
	@$(PY) tests/everything.py lint

format: setup-lint ## mends what can be mended by itself: imports, spaces, line breaks, in the chapters' cells too
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	$(PY) -m extensions.cells --fix

.PHONY: mutants
mutants: SAMPLE ?= 240
mutants: SEED ?= 1
mutants: setup-mutants ## small breaks on purpose: which does no test see? (over an hour; SAMPLE=, SEED=; NAME= for some of the list)
	@$(PY) tests/mutants.py "$(NAME)"; listed=$$?; $(if $(NAME),,$(PY) tests/mutant_sample.py "$(SAMPLE)" "$(SEED)" &&) exit $$listed

.PHONY: attack
attack: setup-test ## garbage against the built pages, the commands and the functions (over an hour; NAME=pages, SEED= of a red run)
	@$(PY) -m tests.attacks $(NAME) $(if $(SEED),--seed $(SEED))

bench: setup-test ## the performance tables of the README (the peers come from npm and pip, into _build/peers)
	$(PY) -m benchmarks

.PHONY: same
same: setup ## two clean builds of what is committed, compared to the byte (two cold builds long)
	@env -u EXPLORER_HOST $(PY) -m benchmarks.same

.PHONY: kernels
kernels: setup-kernels ## simulations/tape/kernels.wasm anew, from kernels.c (its compiler is fetched once: 0.1 GB, 0.4 GB on disk)
	$(PY) -m simulations.tape.compile

.PHONY: bench-lab
bench-lab: setup ## the laboratory against the usual way of training, as ratios (a few minutes)
	$(PY) -m benchmarks.bench_lab

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest
WORDS := --custom-compile-command "make pins, from the groups of pyproject.toml: one set for every Python promised there"
pins: ## requirements*.txt anew, from the groups of pyproject.toml (needs uv; UPGRADE=--upgrade for the newest)
	$(COMPILE) $(UPGRADE) --group book --group jupyter --group lint --group cluster --group course --group paper --group test \
	  --group mutants --group kernels --generate-hashes -o requirements.txt $(WORDS)
	$(COMPILE) $(UPGRADE) --group lab -c requirements.txt --no-annotate -o requirements-lab.txt $(WORDS)

clean: ## what was built (the virtual environment stays)
	rm -rf _build
