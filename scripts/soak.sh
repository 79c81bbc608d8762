#!/usr/bin/env bash
# Simulated histories by the hundred thousand, a batch at a time. Each batch is written down when it is done, so that an interrupted
# run goes on where it was: scripts/soak.sh HISTORIES [LOG] [SWIFT FLAGS …]
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:?how many histories?}
log=${2:-soak.log}
shift 2 || shift 1
batch=${BATCH:-5000}
touch "$log"
swift build "$@" --build-tests >&2
done_so_far=$(awk '{ n += $2 } END { print n + 0 }' "$log")
while [ "$done_so_far" -lt "$wanted" ]; do
    seed=$((done_so_far + 1))
    count=$((wanted - done_so_far < batch ? wanted - done_so_far : batch))
    output=$(SIM_SEED=$seed SIM_HISTORIES=$count swift test "$@" --skip-build --filter 'whatever the network' 2>&1 || true)
    summary=$(grep -Eo '[0-9]+ histories, [0-9]+ forked, [0-9]+ with false conflicts' <<<"$output" | tail -1 || true)
    [ -n "$summary" ] || { printf 'soak: the batch from seed %s did not finish\n%s\n' "$seed" "$output" >&2; exit 1; }
    failed=$(grep -Eo 'SIM_SEED=[0-9]+' <<<"$output" | sort -u | tr '\n' ' ' || true)
    printf '%s %s failed: %s(%s)\n' "$seed" "$count" "${failed:-none }" "$summary" | tee -a "$log"
    done_so_far=$((done_so_far + count))
done
if grep -q 'SIM_SEED=' "$log"; then
    echo "soak: these seeds failed: $(grep -Eo 'SIM_SEED=[0-9]+' "$log" | sort -u | tr '\n' ' ')"
    exit 1
fi
echo "soak: $done_so_far histories, none failed"
