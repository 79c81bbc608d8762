#!/usr/bin/env bash
# The main job, for real: a server and devices of three people, on this machine, in a folder that is removed afterwards.
# Exit status 0 only when everything came out as it must.
set -euo pipefail
bin=$(cd "${1:-.build/release}" && pwd)
export WIJK_LANG=en
work=$(mktemp -d "${TMPDIR:-/tmp}/wijk-demo.XXXXXX")
server_pid=
cleanup() {
    [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
    [ -z "$server_pid" ] || wait "$server_pid" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cd "$work"

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m'; dim=$'\e[2m'; plain=$'\e[0m'; else bold=; dim=; plain=; fi
chapter() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
say() { printf '%s\n' "$*"; }
run() { printf '%s  $ %s%s\n' "$dim" "$*" "$plain"; "$@" 2>&1 | sed 's/^/    /'; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }
wijkserver() { "$bin/wijkserver" "$@"; }
ria() { "$bin/wijkclient" "$@" --replica ria; }
henk() { "$bin/wijkclient" "$@" --replica henk; }
fatima() { "$bin/wijkclient" "$@" --replica fatima; }
# The first value of a key in the JSON on standard input.
value() { grep -o "\"$1\": *\"\{0,1\}[^\",}]*" | head -1 | sed 's/^[^:]*: *"\{0,1\}//'; }

start_server() {
    : > url
    "$bin/wijkserver" serve --data server --listen "127.0.0.1:${1:-0}" > url 2> server.log &
    server_pid=$!
    local waited=0
    until [ -s url ]; do
        kill -0 "$server_pid" 2>/dev/null || { cat server.log >&2; fail 'the server did not start'; }
        waited=$((waited + 1)); [ "$waited" -lt 200 ] || fail 'the server took too long'
        read -rt 0.05 <> <(:) || true
    done
    url=$(cat url)
}
stop_server() { kill -TERM "$server_pid"; wait "$server_pid" || fail 'the server did not stop gracefully'; server_pid=; }

chapter '1. A server for Utrecht, and three people with a tablet each'
wijkserver init --data server --profile utrecht > init.txt 2>/dev/null
head -1 init.txt
start_server 0
port=${url##*:}
for person in 'Ria de Boer:Overvecht:ria:coordinator' 'Henk Jansen:Overvecht:henk:coordinator' 'Fatima El Amrani:Binnenstad:fatima:schouwer'; do
    IFS=: read -r name wijk device role <<< "$person"
    wijkserver person add --data server "$name" --role "$role" > /dev/null
    code=$(wijkserver invite --data server "$name" --area "$wijk" 2>/dev/null)
    "$bin/wijkclient" enroll "$url" --code "$code" --device "tablet-$device" --replica "$device" 2>&1 | sed 's/^/    /'
done
ria sync > /dev/null 2>&1; henk sync > /dev/null 2>&1; fatima sync > /dev/null 2>&1

chapter '2. The network goes away. Ria walks through Overvecht with residents and records what they see'
stop_server
run ria schouw start --title 'Schouw Zamenhofdreef' --residents 7 --participants 'wijkagent,corporatie'
while IFS='|' read -r category severity lat lon text; do
    ria finding add -d "$text" --category "$category" --severity "$severity" --lat "$lat" --lon "$lon" --mentioned-by bewoner > /dev/null 2>&1
done <<'FINDINGS'
wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad|hoog|52.1184301|5.1098372|Losse stoeptegels voor de ingang van de basisschool; een opa is hier gisteren gestruikeld.
wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting|normaal|52.1189020|5.1101275|Het pad langs het water is donker: drie lantaarnpalen op rij doen het niet.
wegen-verkeer-straatmeubilair/speelplaats|normaal|52.1179911|5.1120043|Bewoners willen graag een duikelrek op het veldje achter de flat.
afval/container-is-vol|laag|52.1192204|5.1087710|Ondergrondse container zit vol, zakken staan ernaast.
openbaar-groen-en-water/maaien-snoeien|laag|52.1176345|5.1093389|De heg hangt over de stoep, met een kinderwagen kom je er niet langs.
openbaar-groen-en-water/boom|hoog|52.1181187|5.1115501|Dikke tak half afgebroken boven het fietspad.
schoon/graffitiwildplak|laag|52.1190876|5.1079922|Elektrakast beklad, al voor de derde keer dit jaar.
wegen-verkeer-straatmeubilair/put-riolering-verstopt|normaal|52.1186543|5.1109087|Bij regen staat het water tot aan de voordeuren; de put loopt niet door.
overlast-in-de-openbare-ruimte/fietswrak|laag|52.1178002|5.1101888|Vier fietswrakken in het rek bij de portiek.
wegen-verkeer-straatmeubilair/verkeersbord-verkeersafzetting|normaal|52.1183456|5.1121100|Bord '30 km' is omgereden en ligt in de struiken.
overlast-van-dieren/ratten|normaal|52.1191999|5.1096654|Ratten gezien bij de vijver, er wordt veel brood gestrooid.
schoon/veegzwerfvuil|laag|52.1177610|5.1087005|Glas op het trapveldje na het weekend.
FINDINGS
run ria finding list --limit 4
ria status --json > ria.json
pending=$(value pending < ria.json)
[ "$pending" = 13 ] || fail "Ria should have 13 writes waiting, not $pending"
say "  Nothing was lost by being offline: $pending writes wait on Ria's tablet."

chapter '3. Meanwhile Henk imports 3,000 old reports on his tablet, also offline'
{
    echo 'external_id,description,category,lat,lon,observed_at'
    awk 'BEGIN { srand(7); split("Stoeptegel ligt los|Prullenbak is vol|Lantaarnpaal brandt niet|Onkruid tussen de tegels|Zwerfvuil in de struiken|Paaltje staat scheef", text, "|");
        for (i = 1; i <= 3000; i++) printf "M-%d,\"%s, melding %d\",afval/grofvuil,%.7f,%.7f,2026-%02d-%02dT%02d:%02d:00Z\n", i, text[1 + int(rand() * 6)], i, 52.11 + rand() / 100, 5.10 + rand() / 50, 1 + i % 10, 1 + i % 28, i % 24, i % 60 }'
} > reports.csv
run henk import findings reports.csv --area WK034403 --set source=meldpunt --map lat=latitude --map lon=longitude

chapter '4. The server is back: one request each'
start_server "$port"
run ria sync
run henk sync
run ria sync
count() { "$1" finding list --limit 1 --json | value total; }
[ "$(count ria)" = 3012 ] || fail "Ria should see 3012 findings, not $(count ria)"
[ "$(count henk)" = 3012 ] || fail "Henk should see 3012 findings, not $(count henk)"
say '  Both see 3,012 findings: 12 of the walk and 3,000 imported. The administrator makes a backup, and will need it in chapter 10.'
run wijkserver backup --data server old.db

chapter '5. Offline again, both work on the same findings'
stop_server
tiles=$(henk finding list --text 'opa is hier gisteren' --json | value id)
bin_full=$(henk finding list --text 'zakken staan ernaast' --json | value id)
say '  Different fields of one finding: Ria raises the severity, Henk adds an address.'
ria finding edit "$bin_full" --severity hoog > /dev/null
henk finding edit "$bin_full" --address 'Zamenhofdreef 12' > /dev/null
say '  The same field of another: Ria routes it, Henk closes it. Neither can know of the other.'
ria finding edit "$tiles" --status gerouteerd --destination regulier_onderhoud > /dev/null
henk finding edit "$tiles" --status afgehandeld --remark 'Tegels zelf rechtgelegd, 10:05.' > /dev/null
start_server "$port"
run henk sync
run ria sync
run henk sync
ria finding show "$bin_full" --json > shown.json
[ "$(value severity < shown.json)" = hoog ] && [ "$(value address < shown.json)" = 'Zamenhofdreef 12' ] || fail 'edits of different fields did not merge'
say '  The different fields merged by themselves.'

chapter '6. The same field is a conflict, the same one on every device, with both values'
run ria conflict list
run ria conflict show "$tiles"
[ "$(ria conflict list --json | value total)" = 1 ] && [ "$(henk conflict list --json | value total)" = 1 ] || fail 'both devices should show one conflict'

chapter '7. Henk settles it, with a reason; Ria sees the outcome'
run henk conflict resolve "$tiles" --take 1 --reason 'Ik stond erbij: de tegels liggen recht.'
henk sync > /dev/null 2>&1
run ria sync
run ria finding history "$tiles"
[ "$(ria conflict list --json | value total)" = 0 ] || fail 'the conflict should be gone at Ria'
[ "$(ria finding show "$tiles" --json | value status)" = afgehandeld ] || fail 'the outcome did not reach Ria'

chapter '8. The same with the other one first: whose sync comes first decides nothing'
stop_server
ria finding edit "$bin_full" --set due_date=2026-12-01 > /dev/null
henk finding edit "$bin_full" --set due_date=2026-12-15 > /dev/null
start_server "$port"
ria sync > /dev/null 2>&1; henk sync > /dev/null 2>&1; ria sync > /dev/null 2>&1
run henk conflict show "$bin_full"
[ "$(ria conflict list --json | value total)" = 1 ] && [ "$(henk conflict list --json | value total)" = 1 ] || fail 'both devices should show one conflict'
run ria conflict resolve "$bin_full" --value 2026-12-08 --reason 'Afgesproken met de buitendienst.'
ria sync > /dev/null 2>&1; henk sync > /dev/null 2>&1
[ "$(henk finding show "$bin_full" --json | value due_date)" = 2026-12-08 ] || fail 'the outcome did not reach Henk'

chapter '9. Fatima, in another wijk, sees her own wijk only'
run fatima finding add -d 'Bankje op het Domplein is doorgezakt' --category wegen-verkeer-straatmeubilair/straatmeubilair
run fatima sync
[ "$(count fatima)" = 1 ] || fail 'Fatima should see one finding'

chapter '10. Ria'"'"'s tablet is copied, and the server is put back to the backup of chapter 4'
cp -a ria copy
copy() { "$bin/wijkclient" "$@" --replica copy; }
stop_server
say '  Offline, the copy and the tablet both write, under one identity as it seems.'
run copy finding add -d 'Op de kopie geschreven: bankje mist een plank'
run ria finding add -d 'Op de tablet geschreven: kliko staat op de stoep'
say '  All that was settled since the backup is gone from the server:'
run wijkserver restore --data server old.db
start_server "$port"
say '  Devices come back one by one, and bring what the server lost.'
run copy sync
run ria sync
run henk sync
run fatima sync
copy sync > /dev/null 2>&1; ria sync > /dev/null 2>&1
run wijkserver recovery --data server
for device in ria copy henk; do
    [ "$(count "$device")" = 3014 ] || fail "$device should see 3014 findings, not $(count "$device")"
    [ "$("$device" finding show "$tiles" --json | value status)" = afgehandeld ] || fail "$device lost the settled status"
    [ "$("$device" finding show "$bin_full" --json | value due_date)" = 2026-12-08 ] || fail "$device lost the settled date"
    [ "$("$device" conflict list --json | value total)" = 0 ] || fail "$device shows a conflict that nobody made"
    for text in 'Op de kopie geschreven' 'Op de tablet geschreven'; do
        [ "$("$device" finding list --text "$text" --json | value total)" = 1 ] || fail "$device should see '$text' once"
    done
done
[ "$(count fatima)" = 1 ] || fail "Fatima's finding did not come back"
wijkserver recovery --data server --json > recovery.json
[ -n "$(value epoch < recovery.json)" ] && [ "$(value placed < recovery.json)" = 8 ] || fail 'the server should have lost 8 writes in Overvecht and got them back'
[ "$(value waiting < recovery.json)" = 0 ] || fail 'work waits without proof'
for list in missing absent; do
    grep -q "\"$list\": \[\]" recovery.json || fail "recovery lists something as $list"
done
say '  Nothing was lost, doubled or in conflict. Ria may wipe her tablet, and has it in writing:'
run ria receipt

chapter '11. Proof: every replica equals the server, by digest'
henk sync > /dev/null 2>&1; ria sync > /dev/null 2>&1; copy sync > /dev/null 2>&1
digest() { grep -A8 "\"code\": \"$1\"" | value digest; }
for pair in ria:WK034403 copy:WK034403 henk:WK034403 fatima:WK034406; do
    device=${pair%%:*}; area=${pair##*:}
    here=$("$device" areas --json | digest "$area")
    there=$(wijkserver areas --data server --json | digest "$area")
    printf '    %-7s %s  %s\n' "$device" "$area" "${here:0:32}…"
    [ -n "$here" ] && [ "$here" = "$there" ] || fail "$device and the server differ in $area"
    "$device" verify > /dev/null || fail "$device does not verify"
done
run wijkserver verify --data server
stop_server
chapter 'All as it must be.'
