# 标尺 Biaochi.  Each target sets up what it needs; `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo check test packs bench docs snapshots diff-findings locks

VENV := .venv
PY := $(VENV)/bin/python
ENVIRONMENT := tools/environment.sh $(VENV)

# Some containers forbid bytecode; then every worker and every command of a test parses it all anew.
export PYTHONDONTWRITEBYTECODE :=

help: ## list the targets 列出可用目标
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' \
		| while IFS="$$(printf '\t')" read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

setup: ## make the environment for developers 建立开发环境
	@$(ENVIRONMENT) requirements/dev.txt

demo: ## a full appraisal of an invented county, then the office at a loopback address; DEMO=once prints and exits, DEMO=new begins again 演示（虚构的青石县）
	@$(ENVIRONMENT) requirements/$(if $(filter once,$(DEMO)),run,office).txt
	@$(PY) -m demo.run

check: setup ## format, lint, types, floors, core; before each commit 提交前快速检查
	@$(PY) tools/check.py

test: setup ## the whole suite, other DuckDB and Python versions included 全部测试
	@$(PY) tools/suite.py

packs: ## check every built-in pack and its examples 检查全部内置规则包
	@$(ENVIRONMENT) requirements/run.txt
	@failed=; for pack in packs/*/; do \
		echo "== $$pack"; $(VENV)/bin/biaochi pack check "$$pack" || failed="$$failed $$pack"; \
	done; if [ -n "$$failed" ]; then echo "未通过 / refused:$$failed" >&2; exit 1; fi

bench: setup ## measure speed and memory 性能测量
	@$(ENVIRONMENT) requirements/bench.txt
	@$(PY) -m bench

docs: setup ## write the generated pages again 重新生成文档
	@$(PY) -m tools.docs

snapshots: setup ## approve changed explanations, documents and help texts 更新快照
	@UPDATE_SNAPSHOTS=1 $(PY) -m pytest -q tests/snapshots

diff-findings: setup ## which example findings differ from the last release 与上一版结论的差异
	@$(PY) -m tools.diff_findings

locks: ## compile requirements/*.txt again 重新锁定依赖
	@tools/locks.sh
