# SPDX-License-Identifier: MIT
# Thin: meson builds, bench/bench.sh measures. See README.md.
BUILD ?= build
bench-fs: SUITE ?= quick
bench-kernels: SUITE ?= kernels
SUITE ?= $(if $(FILE),own,default)
export BUILD BUILDS SUITE DIR FILE PATTERN REGEX OUT AA FS DIRS KERNELS MODULES ACCEL APPEND ROUNDS

# Runs a command with its output in a file, which is shown when it fails.
logged = @mkdir -p $(BUILD); echo "$(1): $(2) (log: $(BUILD)/$(3))" >&2; \
	$(2) >$(BUILD)/$(3) 2>&1 || { cat $(BUILD)/$(3) >&2; exit 1; }

all: $(BUILD)/build.ninja
	$(call logged,build,meson compile -C $(BUILD),build.log)

deps:
	./bootstrap

$(BUILD)/build.ninja:
	$(call logged,packages,./bootstrap,packages.log)
	$(call logged,setup,meson setup $(BUILD),setup.log)

bench: all
	sh bench/bench.sh

# FS="ext4 xfs ..." on images, as root, or DIRS="/a /b"; the quick suite unless one is named.
bench-fs: all
	./bootstrap --file-systems="$(FS)"
	sh bench/file-systems.sh

# KERNELS="6.1 6.12" or bzImages, "host" for this machine; SUITE, FS, ROUNDS, OUT as above.
bench-kernels: all
	./bootstrap --kernels
	sh bench/kernels.sh

# What a kernel decides, in guests. BUILDS: folders with tests in them.
test-kernels:
	./bootstrap --kernels
	sh tests/kernels.sh

test:
	./bootstrap --test
	test -f $(BUILD)/build.ninja || meson setup $(BUILD)
	meson configure $(BUILD) -Dtests=enabled
	meson compile -C $(BUILD)
	meson test -C $(BUILD) --print-errorlogs

# Which lines the tests run: in total, and of each room.
coverage:
	./bootstrap --coverage
	sh tests/coverage.sh build-coverage

# How near mapread is to fio, ripgrep, sed, dd and the memory bus; 2 GiB in DIR meanwhile, under
# 3 minutes. OUT: where limits.json goes; results/HOST, where each report of this host finds it.
limits: all
	$(call logged,packages,./bootstrap --limits,limits-packages.log)
	$(call logged,build,meson compile -C $(BUILD) mapread-limits,limits-build.log)
	$(BUILD)/mapread-limits --dir $(or $(DIR),data) $(if $(OUT),-o $(OUT)) $(ROWS)

# How fast 200 large runs are compared; 0.3 GB in DIR meanwhile.
scale: all
	meson compile -C $(BUILD) mapread-scale
	sh bench/scale.sh $(BUILD) $(or $(DIR),data) $(RUNS)

# Does mapread agree with a program that shares no code with it? On a quiet machine.
witness: all
	tests/witness.sh $(BUILD)

tutorial: all
	$(BUILD)/mapread tutorial $(if $(SOURCE),--source $(SOURCE)) $(if $(SMALL),--small) --dir $(or $(DIR),data) $(if $(OUT),-o $(OUT))

# RUN=results/HOST/DATE, or several and OUT=FOLDER for the page of them all.
report: all
	$(if $(OUT),mkdir -p $(OUT))
	$(BUILD)/mapread report $(RUN) $(if $(OUT),-o $(OUT))

# The tables of these documents, from the runs in results.
readme: all
	for file in README.md docs/file-systems.md docs/costs.md docs/kernels.md; do \
	    docs/splice.sh $$file $(BUILD) >$(BUILD)/spliced && cp $(BUILD)/spliced $$file || exit 1; \
	done

PREFIX ?= /usr/local
install: all
	meson configure $(BUILD) --prefix $(PREFIX)
	DESTDIR=$(DESTDIR) meson install -C $(BUILD)

uninstall:
	ninja -C $(BUILD) uninstall

clean:
	rm -rf $(BUILD)

.PHONY: all deps bench bench-fs bench-kernels test test-kernels coverage limits scale witness tutorial report readme install uninstall clean
