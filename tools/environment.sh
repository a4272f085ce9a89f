#!/bin/sh
# Make or refresh a virtual environment from a hashed lock, then install this tree into it.
#   tools/environment.sh FOLDER LOCK [PYTHON [LENDER]]
# LENDER is another Python whose pip does the work: an environment only for tests needs none of its
# own, and what it never imports need not be compiled.  Both together take half the time.
# Nothing is installed when the stamp in FOLDER already stands for this lock and this pyproject.toml.
set -eu

cd "$(dirname "$0")/.."
folder=$1
lock=$2
python=${3:-}
lender=${4:-}
stamp="$folder/.installed-$(basename "$lock" .txt)"
# The path is part of the stamp: an environment does not survive being moved.
wanted=$(pwd; cat "$lock" pyproject.toml | cksum)

# An editable install has no bytecode as a wheel has: without it each start parses every room again.
ready() { "$folder/bin/python" -m compileall -q src || true; }

if [ -x "$folder/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    ready
    exit 0
fi

say() { printf '%s\n' "$*" >&2; }

works() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if [ -z "$python" ]; then
    # A name on the path may be a shim that leads nowhere, so each one is tried.
    for name in python3.11 python3 python3.12 python3.13; do
        if works "$name"; then
            python=$name
            break
        fi
    done
fi
if [ -z "$python" ]; then
    say "需要 Python 3.11 或更新版本。Debian/Ubuntu：apt-get install python3 python3-venv"
    say "Python 3.11 or newer is needed. Debian/Ubuntu: apt-get install python3 python3-venv"
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "缺少 $package，正在安装 / $package is missing, installing it"
        apt-get update -qq >&2 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >&2 || true
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        say "这个 Python 不能建立虚拟环境。请先执行：sudo apt-get install $package"
        say "This Python cannot make virtual environments. First run: sudo apt-get install $package"
        exit 1
    fi
fi

has_pip() { [ -n "$lender" ] || "$folder/bin/python" -m pip --version >/dev/null 2>&1; }

if [ ! -x "$folder/bin/python" ] || ! has_pip; then
    say "建立环境 $folder / creating $folder"
    "$python" -m venv --clear ${lender:+--without-pip} "$folder"
fi
if ! works "$folder/bin/python"; then
    say "$folder 里的 Python 太旧，请删除后重试 / the Python in $folder is too old; remove it and try again"
    exit 1
fi

say "按锁定清单安装 $lock / installing $lock"
pip="$folder/bin/python -m pip"
[ -z "$lender" ] || pip="$lender -m pip --python $folder/bin/python"
install="$pip --disable-pip-version-check --no-input install --quiet ${lender:+--no-compile}"
$install --require-hashes -r "$lock"
$install --no-deps --no-build-isolation -e .
ready
printf '%s\n' "$wanted" >"$stamp"
