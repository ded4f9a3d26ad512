# Effscope: `make run` sets everything up and opens the explorer; `make test` runs every check.
# Each target prints what it does; it can be run again at any time.

PREFIX ?= /usr/local
CONFIGURATION := release
PROGRAM := .build/$(CONFIGURATION)/effscope
IMAGE ?= Assets/chelsea.png

.PHONY: help setup build weights run test lint benchmark install uninstall clean

help:
	@echo 'make run        set up, build, fetch the lite0 weights, open the explorer'
	@echo 'make test       set up, build, fetch the lite weights, run every test'
	@echo 'make build      set up and build $(PROGRAM)'
	@echo 'make lint       check the formatting and the direction of imports'
	@echo 'make benchmark  compare speed with other runtimes (makes a virtual environment)'
	@echo 'make install    install under PREFIX ($(PREFIX))'
	@echo 'make clean      remove build products'

setup:
	@Scripts/setup.sh

build: setup
	@echo '==> Building $(PROGRAM) (the first build takes some minutes)'
	@swift build -c $(CONFIGURATION) --product effscope-hdf5
	@swift build -c $(CONFIGURATION) --product effscope

run: build
	@echo '==> Fetching the EfficientNet-Lite0 weights, unless installed'
	@$(PROGRAM) weights pull lite0
	@echo '==> Opening the explorer'
	@$(PROGRAM) explore '$(IMAGE)'

test: setup
	@Scripts/test.sh

lint:
	@Scripts/lint.sh

benchmark: build
	@Benchmarks/run.sh

install: build
	@echo '==> Installing under $(DESTDIR)$(PREFIX)'
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/effscope/Assets' '$(DESTDIR)$(PREFIX)/share/effscope/Themes'
	install -s -m 755 $(PROGRAM) '$(DESTDIR)$(PREFIX)/bin/effscope'
	install -m 755 $(PROGRAM)-hdf5 '$(DESTDIR)$(PREFIX)/bin/effscope-hdf5'
	cp -RL Assets/. '$(DESTDIR)$(PREFIX)/share/effscope/Assets/'
	cp -R Themes/. '$(DESTDIR)$(PREFIX)/share/effscope/Themes/'
	install -d '$(DESTDIR)$(PREFIX)/share/doc/effscope'
	install -m 644 LICENSE THIRD-PARTY.md '$(DESTDIR)$(PREFIX)/share/doc/effscope/'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/effscope' '$(DESTDIR)$(PREFIX)/bin/effscope-hdf5'
	rm -rf '$(DESTDIR)$(PREFIX)/share/effscope' '$(DESTDIR)$(PREFIX)/share/doc/effscope'

clean:
	@echo '==> Removing build products'
	@rm -rf .build .build-*
