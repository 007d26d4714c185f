#!/usr/bin/env bash
# Installs the system libraries that are missing, and nothing else: `run` for the program, `test` adds a Chromium,
# `slow` a PostgreSQL and Node (pa11y, Lighthouse).
# Debian and Ubuntu through apt (as root, or by sudo), macOS through Homebrew.
set -euo pipefail

need=${1:-run}

have_library() {
  python3 - "$1" <<'PY'
import ctypes.util, sys
sys.exit(0 if ctypes.util.find_library(sys.argv[1]) else 1)
PY
}

missing=()
want() { missing+=("$1"); }

if [[ "$(uname)" == Darwin ]]; then
  command -v brew >/dev/null || { echo "Homebrew is needed: https://brew.sh" >&2; exit 1; }
  brew list pango >/dev/null 2>&1 || want pango
  command -v python3.12 >/dev/null || command -v python3.13 >/dev/null || command -v python3.11 >/dev/null || want python@3.12
  if ((${#missing[@]})); then brew install "${missing[@]}"; fi
  if [[ $need == test && ! -d "/Applications/Google Chrome.app" && ! -d "/Applications/Chromium.app" ]]; then
    brew install --cask chromium
  fi
  exit 0
fi

command -v apt-get >/dev/null || { echo "Only Debian, Ubuntu and macOS are installed automatically. Needed: Python 3.11 or newer with venv, pango, harfbuzz-subset." >&2; exit 0; }

command -v python3 >/dev/null || want python3
command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null || want python3-venv
if command -v python3 >/dev/null; then
  have_library pango-1.0 || want libpango-1.0-0
  have_library pangoft2-1.0 || want libpangoft2-1.0-0
  have_library harfbuzz-subset || want libharfbuzz-subset0
else
  want libpango-1.0-0; want libpangoft2-1.0-0; want libharfbuzz-subset0
fi
if [[ $need == slow ]]; then
  compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || want postgresql
  command -v node >/dev/null || want nodejs
  command -v npm >/dev/null || want npm
fi
if [[ $need == test ]]; then
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || want chromium
  command -v pdftoppm >/dev/null || want poppler-utils
fi

((${#missing[@]})) || exit 0
echo "Installing: ${missing[*]}"
as_root=()
if [[ $(id -u) != 0 ]]; then
  command -v sudo >/dev/null || { echo "Run once as root: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
