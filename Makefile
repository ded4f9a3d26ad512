# Effscope: `make run` sets everything up and opens the explorer; `make test` runs every check.
# Each target prints what it does; it can be run again at any time.

PREFIX ?= /usr/local
PROGRAM ?= .build/release/effscope
IMAGE ?= Assets/chelsea.png

.PHONY: help setup build weights run test lint benchmark install uninstall package clean

help:
	@echo 'make run        set up, build, fetch the lite0 weights, open the explorer'
	@echo 'make test       set up, build, fetch the lite weights, run every test'
	@echo 'make build      set up and build $(PROGRAM)'
	@echo 'make lint       check the formatting and the direction of imports'
	@echo 'make benchmark  compare speed with other runtimes (makes a virtual environment)'
	@echo 'make install    install under PREFIX ($(PREFIX))'
	@echo 'make uninstall  remove it from there'
	@echo 'make package    write a Debian package and an archive to .build/packages'
	@echo 'make clean      remove build products'

setup:
	@Scripts/setup.sh

build: setup
	@echo '==> Building $(PROGRAM) (the first build takes some minutes)'
	@Scripts/build.sh effscope-hdf5 effscope

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
	@Scripts/package/stage.sh '$(PROGRAM)' '$(DESTDIR)' '$(PREFIX)'

uninstall:
	@echo '==> Removing what was installed under $(DESTDIR)$(PREFIX)'
	@Scripts/package/unstage.sh '$(DESTDIR)' '$(PREFIX)'

package: build
	@echo '==> Writing packages to .build/packages'
	@Scripts/package/all.sh '$(PROGRAM)' .build/packages

clean:
	@echo '==> Removing build products'
	@rm -rf .build .build-*
