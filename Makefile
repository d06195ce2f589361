# Everything starts from bare Python; see bootstrap.py. `make help` lists the commands.
PYTHON ?= python3
ARGS ?=
BIN = .venv/bin
PYTEST = $(BIN)/python -m pytest
CHECKS = lint types imports migrations messages templates typescript

.PHONY: run demo test check $(CHECKS:%=check-%) e2e soak looks bench shots format messages docs lock clean help built env env-dev
.DEFAULT_GOAL := help

run: env ## start everything with the demonstration county; PORT, HOST, DATABASE_URL, ZHENGYOU_VAR, RATING_BASE_URL
	@exec $(BIN)/python -m zhengyou.site.cli run $(ARGS)

demo: env ## load the demonstration county into the database
	@$(BIN)/python -m zhengyou.site.cli demo $(ARGS)

test: built ## run the tests, in parallel, on a throw-away PostgreSQL
	@$(PYTEST) -n 2 --dist worksteal -m "not soak" $(ARGS)

e2e: built ## run only the tests in a real browser
	@$(PYTEST) -n 2 --dist worksteal -m "browser and not soak" $(ARGS)

soak: built ## run the load and crash tests
	@$(PYTEST) tests/soak -m soak -s $(ARGS)

looks: built ## let every kind of user open every address, and look at every page in every width and theme: minutes
	@$(PYTEST) -n 2 --dist worksteal -m soak --ignore=tests/soak $(ARGS)

check: $(CHECKS:%=check-%) ## run every static check (make -k check goes on after the first failure)

check-lint: env-dev ## ruff: rules and form
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

check-types: env-dev ## mypy, strict
	@$(BIN)/mypy

check-imports: env-dev ## the floors: imports point down
	@$(BIN)/lint-imports

check-migrations: env-dev ## none missing, one line per room
	@$(PYTEST) tests/architecture/test_migrations.py

check-messages: env-dev ## Chinese complete, nothing fuzzy
	@$(BIN)/python -m zhengyou.site.cli messages --check

check-templates: built ## all compile, all in one form
	@find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check
	@$(PYTEST) tests/architecture/test_templates.py

check-typescript: env-dev ## tsc
	@$(BIN)/python -m zhengyou.site.cli assets --check

bench: env ## measure and write var/bench.json
	@$(BIN)/python -m zhengyou.site.cli bench $(ARGS)

shots: env-dev ## write a picture of every page of the started installation into var/shots
	@$(BIN)/python -m tests.e2e.shots $(ARGS)

format: env-dev ## bring code and templates into form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@-find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

messages: env-dev ## extract, merge and compile the Chinese catalogues
	@$(BIN)/python -m zhengyou.site.cli messages $(ARGS)

docs: env-dev ## write the coverage of the requirements to var/requirements.txt
	@$(BIN)/python -m zhengyou.site.cli requirements --open > var/requirements.txt

lock: env-dev ## resolve the dependencies and write the lock files; ARGS=--upgrade takes the newest versions
	@$(PYTHON) bootstrap.py --lock $(ARGS)

clean: ## remove what was built and the throw-away database; data in var/ stays
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m zhengyou.site.launcher.discard; fi
	@rm -rf node_modules src/zhengyou/site/static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src -name '*.mo' -delete

built: env-dev
	@$(BIN)/python -m zhengyou.site.cli messages --compile
	@$(BIN)/python -m zhengyou.site.cli assets

env:
	@$(PYTHON) bootstrap.py

env-dev:
	@$(PYTHON) bootstrap.py --dev

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
