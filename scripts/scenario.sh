#!/usr/bin/env bash
# Plays the scenario of one municipality with the real programs and tells what happens, step by step, in Dutch or English:
# scripts/scenario.sh utrecht [SWIFT FLAGS …]. The language is that of WIJK_LANG or LANG.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?which municipality? utrecht}
shift
case $name in
    utrecht) suite=UtrechtTests ;;
    *) echo "scenario: there is none of $name yet; there is: utrecht" >&2; exit 64 ;;
esac
case ${WIJK_LANG:-${LANG:-}} in nl*) language=nl ;; *) language=en ;; esac
swift build "$@" --build-tests >&2
output=$(mktemp)
trap 'rm -f "$output"' EXIT
status=0
WIJK_NARRATE=$language swift test "$@" --skip-build --filter "$suite" >"$output" 2>&1 || status=$?
sed -n 's/^▸ //p' "$output"
if [ "$status" -ne 0 ]; then grep -E 'recorded an issue|Caught' "$output" >&2 || cat "$output" >&2; exit 1; fi
[ "$language" = nl ] && echo "Alles klopt, ook in een andere volgorde en met alles twee keer verstuurd." || echo "All is as it should be, also in another order and with everything sent twice."
