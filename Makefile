# The commands of the book. `make book` and `make test` need nothing but Python 3.11 and this checkout.
PYTHON := .venv/bin/python
HTML := _build/html
.DEFAULT_GOAL := book
.NOTPARALLEL:
.PHONY: book html pdf test soak check lint notebooks bench serve release clean lock system env env-test

book: env check html pdf             ## pages, PDF and downloads
	@echo "The book is in $(HTML)/index.html"

html: env
	$(PYTHON) -c "from jupyter_book.cli.main import main; main(prog_name='jupyter-book')" build .

pdf: env
	@if [ -f _ext/printbook.py ]; then PYTHONPATH=_ext $(PYTHON) -m printbook; fi
	@PYTHONPATH=_ext $(PYTHON) -m downloads

check: env                           ## the dataset alone
	@if [ -f analysis/__main__.py ]; then $(PYTHON) -m analysis check; fi

lint: env                            ## style, types, and digits typed in prose
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	@if [ -f analysis/lint.py ]; then $(PYTHON) -m analysis lint; fi

test: env-test lint book             ## everything, with a real browser
	$(PYTHON) -m pytest -n 2 --dist loadfile -m "not soak"

soak: env-test book                  ## the long checks: kills, corruptions, double builds
	$(PYTHON) -m pytest -n 2 --dist loadfile -m soak

notebooks: env                       ## chapters as .ipynb in _build/notebooks
	@PYTHONPATH=_ext $(PYTHON) -m bundle _build/notebooks

bench: env                           ## this build against a stock build, as ratios
	$(PYTHON) benchmarks/build.py $(BENCH)

serve: book                          ## read the book at http://localhost:8000
	$(PYTHON) -m http.server --directory $(HTML) --bind 127.0.0.1 8000

release: env                         ## make release VERSION=1.2.0: set version and date everywhere
	$(PYTHON) .ci/release $(VERSION)

clean:                               ## everything that was built, but not .venv
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache

lock: env                            ## resolve requirements.in again
	$(PYTHON) -m uv pip compile requirements.in -o requirements.txt --generate-hashes --universal \
	    --python-version 3.11 --no-annotate --custom-compile-command "make lock"

env:
	@.ci/prepare book

env-test:
	@.ci/prepare test

system: env-test                     ## what the system lacks: installed, or the command to run
