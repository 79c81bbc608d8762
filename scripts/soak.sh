#!/usr/bin/env bash
# Simulated histories by the hundred thousand, a batch at a time on each core. Each batch is written down when it is done, so that an
# interrupted run goes on where it was: scripts/soak.sh HISTORIES [LOG] [SWIFT FLAGS …]
# BATCH: histories in one batch (5000); JOBS: batches at a time (all cores).
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:?how many histories?}
export LOG=${2:-soak.log}
shift 2 || shift 1
batch=${BATCH:-5000}
touch "$LOG"
swift build "$@" --build-tests >&2
export TESTS
TESTS=$(echo "$(swift build "$@" --show-bin-path)"/*PackageTests.xctest)

run_batch() {
    local seed=$1 count=$2 output summary failed
    output=$(SIM_SEED=$seed SIM_HISTORIES=$count "$TESTS" --testing-library swift-testing --filter 'whatever the network' 2>&1 || true)
    summary=$(grep -Eo '[0-9]+ histories, [0-9]+ forked, [0-9]+ with false conflicts' <<<"$output" | tail -1 || true)
    [ -n "$summary" ] || { printf 'soak: the batch from seed %s did not finish\n%s\n' "$seed" "$output" >&2; return 255; }
    failed=$(grep -Eo 'SIM_SEED=[0-9]+' <<<"$output" | sort -u | tr '\n' ' ' || true)
    printf '%s %s failed: %s(%s)\n' "$seed" "$count" "${failed:-none }" "$summary" | tee -a "$LOG"
}
export -f run_batch

for ((seed = 1; seed <= wanted; seed += batch)); do
    count=$((wanted - seed + 1 < batch ? wanted - seed + 1 : batch))
    grep -q "^$seed $count " "$LOG" || echo "$seed $count"
done | xargs -r -P "${JOBS:-$(nproc)}" -n 2 bash -c 'run_batch "$@"' _

if grep -q 'SIM_SEED=' "$LOG"; then
    echo "soak: these seeds failed: $(grep -Eo 'SIM_SEED=[0-9]+' "$LOG" | sort -u | tr '\n' ' ')"
    exit 1
fi
echo "soak: $wanted histories, none failed"
