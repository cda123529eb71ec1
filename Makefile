# Doelengraaf. `make serve` and `make test` start from nothing and are safe to repeat.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SIZES ?= 4 40 342
# The frozen texts are not shipped; with them passages are shown and citations checked.
export DOELENGRAAF_SOURCES ?= $(firstword $(wildcard sources) $(wildcard ../shared/sources))
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help serve test build publish check lint format clean lock browser soak sbom bench

help: ## Toon wat er te doen valt
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Doelengraaf heeft Python 3.11 of nieuwer nodig; make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

serve: $(VENV)/run ## Installeer, bouw en controleer de graaf en toon haar op http://127.0.0.1:8000
	@$(BIN)/doelengraaf assets || true
	@$(BIN)/doelengraaf build || { test -f build/doelengraaf.nq && echo "De vorige goede build wordt getoond."; }
	@$(BIN)/doelengraaf publish || echo "Zonder nieuwe downloads: zie hierboven waarom."
	@$(BIN)/doelengraaf prepare || echo "Zonder voorbereide antwoorden: zie hierboven waarom."
	@$(BIN)/doelengraaf serve --port $(PORT)

build: $(VENV)/run ## Schrijf build/doelengraaf.nq
	@$(BIN)/doelengraaf build

publish: build ## Publiceer de laatste build als downloads in build/published
	@$(BIN)/doelengraaf publish

sbom: $(VENV)/dev ## Schrijf build/sbom.cdx.json: alle pakketten van de uitlevering (CycloneDX)
	@$(BIN)/python requirements/sbom.py build/sbom.cdx.json

check: $(VENV)/run ## Controleer de gegevens
	@$(BIN)/doelengraaf check

lint: $(VENV)/dev ## Controleer code en vaste vorm
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/doelengraaf format --check

format: $(VENV)/dev ## Zet code, tabellen, Turtle en vragen in de vaste vorm
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .
	$(BIN)/doelengraaf format

browser: ## Zet Chromium, Java, LibreOffice en Spectral klaar voor de tests
	@sh tests/install_tools.sh
	@sh tests/referees/install.sh

test: $(VENV)/dev browser lint ## Doe alle tests, ook in een browser
	@$(BIN)/doelengraaf assets || true
	$(BIN)/doelengraaf build
	$(BIN)/python -m pytest -n 2 --dist loadfile

soak: $(VENV)/dev ## Stel alle vragen ook aan Virtuoso, en honderd lezers tegelijk tien minuten; dat duurt
	@sh tests/install_tools.sh soak
	$(BIN)/doelengraaf build
	$(BIN)/python -m pytest -m soak
	@if $(BIN)/python -c 'import atheris' 2>/dev/null; then $(BIN)/python benchmarks/fuzz.py -runs=1000000; else echo "Zonder fuzzer: atheris is er alleen voor Linux."; fi

bench: $(VENV)/dev ## Meet bouwen, vragen en pagina's naast andere engines (SIZES="4 40 342") en schrijf docs/performance.md
	@sh tests/install_tools.sh bench
	$(BIN)/doelengraaf build
	$(BIN)/python benchmarks/load.py --seconds 600 || echo "Niet alle lezers kregen antwoord: zie hierboven."
	$(BIN)/python benchmarks/bench.py $(SIZES)

lock: $(BIN)/python ## Zet de afhankelijkheden opnieuw vast
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml requirements/build.in --extra fast --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml requirements/build.in --extra fast --extra dev --extra reason --extra notebooks --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements/dev.txt

clean: ## Gooi weg wat gemaakt is, behalve wat mensen schreven (build/inbox en build/applications)
	@test ! -d build || find build -mindepth 1 -maxdepth 1 ! -name inbox ! -name applications -exec rm -rf {} +
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache *.egg-info
