# Every way to build and check the book. Start with: make help
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
PY := $(VENV)/bin/python
HTML := _build/html
PORT ?= 8000
# The first Python of the three that the book is pinned for.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
  $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$name && break; done)
export PYTHONPATH := $(CURDIR)
export EXPLORER_HOST ?= text

.PHONY: help setup book serve chapter notebooks test test-colab lint bench browser clean

help: ## this list
	@echo "Emergence, Measured"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

setup: # the virtual environment, made once for each state of requirements.txt
	@cmp -s requirements.txt $(VENV)/requirements.txt || $(MAKE) --no-print-directory install

.PHONY: install
install:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed, and $$(python3 --version 2>&1 || echo 'no python3') is what is here." >&2; \
	  echo "Install one, and name it: make book PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@[ -x $(PY) ] || { echo "Making $(VENV) with $$($(PYTHON) --version)"; $(PYTHON) -m venv $(VENV) || $(MAKE) --no-print-directory venv-package; }
	@echo "Installing the pinned packages (a minute or two, once)"
	$(PY) -m pip install --disable-pip-version-check --progress-bar on -r requirements.txt
	@cp requirements.txt $(VENV)/requirements.txt

.PHONY: venv-package
venv-package: # Debian and Ubuntu keep the venv module in a package of its own
	@rm -rf $(VENV)
	@as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	version=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
	  $$as_root apt-get update -qq && $$as_root apt-get install -y -qq $$version; \
	else echo "This Python has no venv module. On Debian or Ubuntu: sudo apt-get install $$version" >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV)

book: setup ## the whole book, into _build/html; warnings are errors
	$(VENV)/bin/jupyter-book build -W --keep-going .
	@echo; echo "The book is in $(HTML). To read it: make serve"

serve: ## the built book on http://127.0.0.1:8000 (PORT= for another)
	@[ -f $(HTML)/index.html ] || { echo "There is no book yet: make book" >&2; exit 1; }
	@echo "The book is at http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)"
	@$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory $(HTML)

chapter: setup ## one chapter alone, quickly: make chapter NAME=mirage
	@$(PY) -m extensions.build "$(NAME)"

.PHONY: new
new: setup ## a new chapter to write over, with its idea, drawing, simulation and test: make new NAME=retries
	@$(PY) -m extensions.new "$(NAME)"
	@$(PY) -m extensions.twins $(NAME)

notebooks: setup ## the twins: chapters/NAME.ipynb from chapters/NAME.md (NAME= for one)
	$(PY) -m extensions.twins $(NAME)

.PHONY: readdress links
readdress: setup # the twins as they are, with the addresses of BOOK_REPOSITORY and BOOK_URL: what a deploy publishes
	$(PY) -m extensions.twins --keep-outputs $(NAME)

links: setup ## whether the book's links to other sites still answer
	$(VENV)/bin/jupyter-book build --builder linkcheck .

# Two files at a time: a file's tests share what they open.
AT_ONCE ?= -n 2 --dist loadfile

test: setup browser ## everything: unit, book, browser and notebook tests
	$(MAKE) --no-print-directory book
	$(PY) -m pytest $(AT_ONCE) tests
	$(PY) -m pytest $(AT_ONCE) --nbval -p no:cacheprovider intro.ipynb chapters

browser: setup # a Chromium for the tests: the one there is, or apt's, or playwright's
	@$(PY) tests/chromium.py --install

# Colab's own versions, from its published list. torch 2.11.0 is what Colab has; where no CPU build of it can be had
# (an index with the newest alone), TORCH names the one that can.
COLAB_PYTHON ?= $(shell command -v python3.13)
COLAB_VENV ?= .venv-colab
TORCH ?= 2.13.0
COLAB := numpy==2.1.3 matplotlib==3.10.0 ipywidgets==7.7.1 anywidget==0.9.21 ipython==7.34.0 torch==$(TORCH)

test-colab: ## every twin, run in Colab's versions (slow; COLAB_PYTHON= names a Python 3.13, TORCH= a version)
	@[ -n "$(COLAB_PYTHON)" ] || { echo "Colab runs Python 3.13: name one with COLAB_PYTHON=/path/to/python3.13" >&2; exit 1; }
	@[ -x $(COLAB_VENV)/bin/python ] || $(COLAB_PYTHON) -m venv $(COLAB_VENV)
	$(COLAB_VENV)/bin/python -m pip install -q --disable-pip-version-check $(COLAB) scipy safetensors tqdm scikit-learn ipykernel pytest nbval
	$(COLAB_VENV)/bin/python -m pytest --nbval-lax -p no:cacheprovider intro.ipynb chapters

lint: setup ## ruff
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

bench: setup browser ## the performance table of the README
	$(PY) -m benchmarks

.PHONY: bench-lab
bench-lab: setup ## the laboratory against the usual way of training, as ratios (a few minutes)
	$(PY) -m benchmarks.bench_lab

clean: ## what was built (the virtual environment stays)
	rm -rf _build
