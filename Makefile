# Xueji (学籍). `make demo` runs an invented city; `make test` proves that it works.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# Two workers suit two cores; more cores: make test WORKERS=8
WORKERS ?= 2
# What pytest is to run, e.g. make test TESTS=tests/records
TESTS  ?= tests
# Options of xueji demo, e.g. make demo ARGS='--data /srv/xueji --port 8080'
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help demo test soak check format bench docs clean browser

help: ## 列出全部命令 · this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: $(VENV)/.installed ## 运行训练城市，按 Ctrl-C 结束 · run the training city until Ctrl-C
	@$(BIN)/xueji demo $(ARGS)

test: $(VENV)/.installed-dev browser ## 运行全部测试 · run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

soak: $(VENV)/.installed-dev ## 长时间的故障试验 · crash tests at full length
	XUEJI_SOAK=1 $(BIN)/python -m pytest tests/crash tests/exchange/border

check: $(VENV)/.installed-dev ## 检查风格、类型与分层 · style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## 整理格式 · put the code into its customary form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## 测量速度之比 · measure ratios of speed
	$(BIN)/python -m bench

docs: $(VENV)/.installed-dev ## 重新生成文档 · generate the documents anew
	$(BIN)/python -m tools.docs

clean: ## 删除一切生成物，数据目录除外 · remove what was generated, except data
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A bare Debian has python3 without venv; root may mend that at once, anybody else is told how.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo '需要 Python 3.11 或更新版本：make PYTHON=/path/to/python3.11' >&2; \
	    echo 'Python 3.11 or later is needed: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	    { apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv; } || \
	  { echo '缺少 venv 模块，请执行 sudo apt-get install python3-venv' >&2; \
	    echo 'The module venv is missing: sudo apt-get install python3-venv' >&2; exit 1; }; }
	$(PYTHON) -m venv $(VENV)

# The stamps make a second run instant; a change of pyproject.toml installs again.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# The journeys need a browser: an installed one first, Debian's second, playwright's own third, else the tests must fail.
browser: $(VENV)/.installed-dev
	@for each in chromium chromium-browser google-chrome; do command -v $$each >/dev/null && exit 0; done; \
	ls "$${PLAYWRIGHT_BROWSERS_PATH:-$$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome >/dev/null 2>&1 || \
	{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	  apt-get update -q && apt-get install -q -y --no-install-recommends chromium; } || \
	$(BIN)/playwright install chromium || \
	{ echo '浏览器测试需要 Chromium，请执行 sudo apt-get install chromium' >&2; \
	  echo 'The browser tests need Chromium: sudo apt-get install chromium' >&2; exit 1; }
