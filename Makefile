# `make run` and `make test` need nothing but Python 3.11 to 3.14: they set up .venv from the lock when it is missing
# or older than the lock, and work without a network from then on. For another Python: make run PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: install run serve test clients strangers bench lint format lock audit golden dictionary schema cookbook certificate clean

# Sets up .venv, and reads nothing.
install: $(STAMP)

run: $(STAMP)
	$(BIN)/python -m flows.ingest

# Needs a running Prefect server, named by PREFECT_API_URL; SERVE="--cron '0 6 * * 1-5'" for another schedule.
serve: $(STAMP)
	$(BIN)/tjut serve $(SERVE)

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=5

# Separate environments for other programs that open the warehouse or check the report; needs the network. Without them
# their tests are skipped.
CLIENTS := tools older oldest axe
clients: $(STAMP)
	for set in $(CLIENTS); do $(BIN)/uv venv --quiet --clear --python $(BIN)/python build/clients/$$set \
	  && $(BIN)/uv pip install --quiet --no-deps --require-hashes --python build/clients/$$set/bin/python \
	    --requirement tests/clients/$$set.txt || exit 1; done

# Producers of PDFs that no test uses, for the certificate; needs the network.
strangers: $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/strangers
	$(BIN)/uv pip install --quiet --no-deps --require-hashes --python build/strangers/bin/python \
	  --requirement certificate/strangers.txt

# Two minutes; `.venv/bin/python -m bench --growth` measures hundreds of documents and takes five.
bench: $(STAMP)
	$(BIN)/python -m bench

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock is complete, so nothing is left to resolve: `--no-deps` takes just what it pins. (pip's resolver looks at
# the newest release of `sqlalchemy[asyncio]` before it sees the pin, and refuses it for want of a hash.)
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
	  echo 'Tjut needs Python 3.11 to 3.14, and $(PYTHON) is none of them: name one that is, make run PYTHON=python3.12' >&2; \
	  exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

# Newest versions that pyproject.toml allows, for all its Pythons. The lock names no host: pip takes its own setting.
lock:
	test -x $(BIN)/uv || $(MAKE) $(STAMP)
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	for set in $(CLIENTS); do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file tests/clients/$$set.txt tests/clients/$$set.in; done
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --output-file certificate/strangers.txt certificate/strangers.in

# Known vulnerabilities in the locked packages: reports some, none, or that the check could not be made.
audit: $(STAMP)
	$(BIN)/python -m tests.support.supply audit

.PHONY: sbom notice
# build/sbom.cdx.json: the lock as a bill of materials (CycloneDX).
sbom: $(STAMP)
	$(BIN)/python -m tests.support.supply sbom

# NOTICE, the licences of what Tjut needs when it runs; after each change of the lock.
notice: $(STAMP)
	$(BIN)/python -m tests.support.supply notice

# Rewrites the expected results of tests; check `git diff` before you commit them.
golden: $(STAMP)
	$(BIN)/python -m tests.support.golden

dictionary: $(STAMP)
	$(BIN)/python -m pipeline.warehouse.dictionary

# docs/schema.json; refuses if its version was not raised as far as the change requires.
schema: $(STAMP)
	$(BIN)/python -m pipeline.warehouse.public_schema

# About fifteen minutes: makes, reads and checks documents with known content, and writes docs/certificate.md.
certificate: $(STAMP) strangers
	$(BIN)/python -m certificate

# docs/cookbook.md, from docs/queries/ and what they answer on a few plans that the tests make.
cookbook: $(STAMP)
	$(BIN)/python -m tests.support.cookbook

clean:
	rm -rf build staged warehouse.duckdb* .mypy_cache .ruff_cache .pytest_cache .hypothesis
