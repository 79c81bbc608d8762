# Everything by two commands: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
# One set of flags for every build, so that no command compiles the dependencies again.
SWIFT_FLAGS := -c release -Xswiftc -enable-testing
BIN := .build/release

.PHONY: help setup setup-test build demo test lint bench sim soak scenario clean

help:
	@echo 'make demo    set up, build, and see the main job done: devices offline, one sync each, a conflict, a copied tablet, a restored server'
	@echo 'make test    set up, build, and run every test; the last line counts passed, failed, skipped'
	@echo 'make build   set up and build wijkserver and wijkclient into $(BIN)'
	@echo 'make lint    check the layout of the code'
	@echo 'make bench   measure against plain SQLite and loopback HTTP; N="1000 10000 100000" chooses the sizes'
	@echo 'make sim     run more simulated histories: HISTORIES=100000 SEED=1'
	@echo 'make soak    many more, a batch at a time on each core, resumable: HISTORIES=300000; each batch is in soak.log'
	@echo 'make scenario plays a municipality end to end and tells it: NAME=utrecht; WIJK_LANG=nl for Dutch'
	@echo 'make setup   install the system packages that are missing'

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test

build: setup
	@swift build $(SWIFT_FLAGS) --product wijkserver
	@swift build $(SWIFT_FLAGS) --product wijkclient

demo: build
	@scripts/demo.sh $(BIN)

test: setup-test
	@scripts/test.sh $(SWIFT_FLAGS)

lint:
	@swift format lint --strict --recursive Sources Tests Package.swift && echo 'lint: clean'

bench: setup-test
	@swift build $(SWIFT_FLAGS) --product wijkserver
	@swift build $(SWIFT_FLAGS) --product wijkclient
	@/usr/bin/python3 Benchmarks/run.py $(BIN) $(or $(N),1000 10000 100000)

HISTORIES ?= 100000
SEED ?= 1
sim: setup
	@SIM_HISTORIES=$(HISTORIES) SIM_SEED=$(SEED) swift test $(SWIFT_FLAGS) --filter SimulationTests

soak: setup-test
	@scripts/soak.sh $(HISTORIES) soak.log $(SWIFT_FLAGS)

NAME ?= utrecht
scenario: setup-test
	@scripts/scenario.sh $(NAME) $(SWIFT_FLAGS)

clean:
	rm -rf .build
