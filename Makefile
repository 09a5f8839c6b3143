# Everything a developer runs. Each target does its own set-up; nothing needs doing first.

SHEAF := target/release/sheaf
DATA ?= data
LISTEN ?= 127.0.0.1:3000

# The shipped code is compiled without the development flags of .cargo/config.toml.
RELEASE := CARGO_ENCODED_RUSTFLAGS=

.PHONY: help run build web dev setup check test e2e bench gates clean

help:
	@sed -n 's/^\([a-z0-9]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: build ## build Sheaf and serve it on http://127.0.0.1:3000 with its data in ./data
	@$(SHEAF) serve --data $(DATA) --listen $(LISTEN)

build: web ## build the browser files and the release binary
	@[ -x $(SHEAF) ] || echo "==> Compiling the server (four to ten minutes the first time)"
	@$(RELEASE) cargo build --quiet --release --package server

web: ## build what browsers download, into target/site
	@scripts/setup.sh build
	@node scripts/web/build.mjs

dev: ## serve a development build, and build again on every change
	@scripts/setup.sh build
	@node scripts/dev.mjs --data $(DATA) --listen $(LISTEN)

setup: ## install what all the other targets need
	@scripts/setup.sh build test bench

check: ## formatting, lints, licences
	@scripts/setup.sh build test
	@scripts/check.sh

test: web ## check, all tests, and the journeys through a real browser
	@scripts/setup.sh test
	@scripts/check.sh
	@scripts/test.sh

e2e: web ## only the journeys through a real browser; ARGS= goes to Playwright
	@scripts/setup.sh test
	@scripts/e2e.sh $(ARGS)

bench: build ## speed and size, side by side with nginx
	@scripts/setup.sh bench
	@scripts/bench.sh

gates: build ## what other people's checkers say: HTML, feeds, EPUB, Lighthouse
	@scripts/setup.sh gates
	@scripts/gates.sh

clean: ## remove everything that was built (not the data)
	rm -rf target scripts/web/node_modules end2end/node_modules end2end/gates/node_modules
