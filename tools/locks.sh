#!/bin/sh
# Compile the hashed locks, with Python 3.11: the oldest one we promise decides what is needed.
#   tools/locks.sh [--upgrade]
set -eu

cd "$(dirname "$0")/.."
tools/environment.sh .venv-locks requirements/locks.txt

# The header names this command instead of a folder on somebody's machine, and no index.
export CUSTOM_COMPILE_COMMAND="make locks"
lock() {
    out=requirements/$1.txt
    shift
    printf '%s\n' "$out" >&2
    .venv-locks/bin/pip-compile --quiet --generate-hashes --strip-extras --no-emit-options \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
        --output-file "$out" "$@"
}

# In this order: each later lock is held to the versions of an earlier one.
lock run pyproject.toml requirements/build.in "$@"
lock office --extra office --extra postgres pyproject.toml requirements/office.in "$@"
lock dev --extra office pyproject.toml requirements/dev.in "$@"
lock yardstick pyproject.toml requirements/yardstick.in "$@"
lock bench requirements/bench.in "$@"
lock duckdb-1.5 pyproject.toml requirements/duckdb-1.5.in "$@"
lock spark pyproject.toml requirements/spark.in "$@"
lock locks --allow-unsafe requirements/locks.in "$@"
