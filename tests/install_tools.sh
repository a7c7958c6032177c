#!/bin/sh
# Installs what some tests drive: a headless Chromium and a PostgreSQL server. Does nothing where both are
# there. Needs root (or sudo) and Debian packages; without them those tests say why they were skipped.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
  command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "tests: not installed:$missing (no apt-get here); the tests that need them are skipped" >&2
  exit 0
fi
run=""
[ "$(id -u)" -eq 0 ] || run="sudo -n"
export DEBIAN_FRONTEND=noninteractive
echo "tests: installing$missing" >&2
# shellcheck disable=SC2086
if ! { $run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends $missing; } >/dev/null; then
  echo "tests: could not install$missing; the tests that need them are skipped" >&2
fi
