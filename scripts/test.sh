#!/usr/bin/env bash
# Builds and runs every test: Swift's, and the Python client's against the real server. The last line counts them.
# Tests on public data look for it in WIJK_TEST_DATA, or in ../shared/data; without it they are skipped, and counted as such.
set -uo pipefail
cd "$(dirname "$0")/.."
export SWIFT_DETERMINISTIC_HASHING=1
if [ -z "${WIJK_TEST_DATA:-}" ] && [ -d ../shared/data ]; then
    WIJK_TEST_DATA=$(cd ../shared/data && pwd)
    export WIJK_TEST_DATA
fi
[ -n "${WIJK_TEST_DATA:-}" ] || echo 'No WIJK_TEST_DATA: tests on public data are skipped.'

log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift build "$@" --build-tests || exit 1
swift test "$@" --skip-build 2>&1 | tee "$log" | grep -vE '^(◇|↳)'
status=${PIPESTATUS[0]}
passed=$(grep -cE '^✔ Test [^r].* passed after ' "$log")
failed=$(grep -cE '^✘ Test [^r].* failed after ' "$log")
skipped=$(grep -cE '^➜ Test .* skipped' "$log")

python_log=$(mktemp)
trap 'rm -f "$log" "$python_log"' EXIT
WIJKSERVER=$(swift build "$@" --show-bin-path)/wijkserver clients/python/test.sh 2>&1 | tee "$python_log"
python_status=${PIPESTATUS[0]}
counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$python_log" | tail -1)
passed=$((passed + $(sed -n 's/^\([0-9]*\) passed.*/\1/p' <<<"${counts:-0 passed, 0 failed}")))
failed=$((failed + $(sed -n 's/.* \([0-9]*\) failed.*/\1/p' <<<"${counts:-0 passed, 1 failed}")))
skipped=$((skipped + $(grep -oE '[0-9]+ skipped' <<<"$counts" | grep -oE '[0-9]+' || echo 0)))

if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$status" -eq 0 ] && [ "$python_status" -eq 0 ] && [ "$failed" -eq 0 ]
