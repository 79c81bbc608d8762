"""The Python client against the real server: see test.sh. The last line counts what passed and what failed."""
import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import sync_pb2 as pb
from wijk_client import DELETED, FINDING, PLACE, Area, Client, Refused, new_record_id, sha256, varint

AREA, OTHER, THERE = "WK034403", "WK034406", "WK034407"
DESCRIPTION, REMARK, SEVERITY, STATUS, TAGS = 5, 6, 13, 16, 26
PROTO = pathlib.Path(__file__).resolve().parents[2] / "docs"


def finding(description):
    return {DESCRIPTION: description, STATUS: "nieuw"}


class Server:
    """A real wijkserver in a folder of its own, on a port that it picks."""

    def __init__(self):
        self.binary = os.environ.get("WIJKSERVER") or str(PROTO.parent / ".build/release/wijkserver")
        self.folder = tempfile.mkdtemp(prefix="wijk-python-")
        self.data = self.folder + "/data"
        self.run("init", "--profile", "utrecht")
        self.run("person", "add", "Fatima El Amrani")
        self.log = open(self.folder + "/log", "wb")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=self.log)
        watchdog = threading.Timer(30, self.process.kill)
        watchdog.start()
        self.url = self.process.stdout.readline().decode().strip()
        watchdog.cancel()
        if not self.url.startswith("http://"):
            raise RuntimeError("wijkserver did not start: " + pathlib.Path(self.log.name).read_text())

    def run(self, *arguments, succeeds=True):
        command = [self.binary, *arguments, "--data", self.data, "--json"]
        done = subprocess.run(command, capture_output=True, timeout=60)
        if succeeds and done.returncode != 0:
            raise RuntimeError(f"{command}: {done.stderr.decode()}")
        return json.loads(done.stdout)

    def invite(self, *areas):
        return self.run("invite", "Fatima El Amrani", *(word for area in areas for word in ("--area", area)))["code"]

    def device(self, *areas, sync=True):
        client = Client(self.url)
        client.enrol(self.invite(*(areas or (AREA,))))
        if sync:
            client.sync()
        return client

    def digest(self, code=AREA):
        return next(area["digest"] for area in self.run("areas") if area["code"] == code)

    def state(self):
        """What must not change when a request is refused: every area, every device's ops, the quarantine, the counters."""
        counters = [line for line in Client(self.url).http("GET", "/metrics").decode().splitlines() if line.startswith("wijk_ops")]
        devices = [(device["id"], device["ops"]) for device in self.run("devices")]
        return self.run("areas"), devices, self.run("refused"), counters

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return None


server = None


class Case(unittest.TestCase):
    def assertEqualDigests(self, *clients, code=AREA):
        for client in clients:
            self.assertEqual(client.areas[code].digest().hex(), server.digest(code))

    def assertRefused(self, client, body, status, code, retry="never", **headers):
        before = server.state()
        with self.assertRaises(Refused) as caught:
            client.post(body, **headers)
        problem = caught.exception.problem
        self.assertEqual((caught.exception.status, problem.get("code")), (status, code), problem)
        self.assertEqual((problem["status"], problem["retry"]), (status, retry))
        self.assertTrue(problem["title"] and problem["detail"] and "hint" in problem and problem["type"])
        self.assertEqual(server.state(), before)


class Enrolment(Case):
    def test_a_code_gives_a_token_and_areas(self):
        client = Client(server.url)
        answer = client.enrol(server.invite(AREA, OTHER), "tablet")
        self.assertEqual([area["code"] for area in answer["areas"]], [AREA, OTHER])
        self.assertEqual(answer["person"]["name"], "Fatima El Amrani")
        self.assertEqual((answer["municipality"], answer["areaSet"]), ("utrecht", "cbs2024"))
        self.assertEqual((len(client.epoch), len(client.server_key)), (16, 32))

    def test_a_lost_reply_can_be_asked_again_with_the_same_key(self):
        client, code = Client(server.url), server.invite(AREA)
        first, second = client.enrol(code), client.enrol(code.lower().replace("-", " "))
        self.assertEqual(first["device"], second["device"])
        client.sync()
        client.token = first["token"]
        self.assertRefused(client, client.request().SerializeToString(), 401, "access.token")

    def test_a_used_code_with_another_key_is_refused(self):
        code = server.invite(AREA)
        Client(server.url).enrol(code)
        for wrong in code, "0000-0000-00000":
            with self.assertRaises(Refused) as caught:
                Client(server.url).enrol(wrong)
            self.assertEqual((caught.exception.status, caught.exception.code), (403, "enrol.code"))

    def test_bad_forms_are_refused(self):
        good = {"code": server.invite(AREA), "deviceKey": "00" * 32, "deviceName": "tablet", "incarnation": "01" * 16}
        for change, code in [({"code": 1}, "enrol.form"), ({"deviceKey": "00"}, "enrol.key"), ({"incarnation": "x"}, "enrol.incarnation"),
                             ({"deviceName": ""}, "enrol.name"), ({"deviceName": "a\u001b[2J"}, "enrol.name")]:
            with self.assertRaises(Refused) as caught:
                Client(server.url).http("POST", "/v1/enroll", json.dumps({**good, **change}), {"Content-Type": "application/json"})
            self.assertEqual((caught.exception.status, caught.exception.code), (400, code))
        with self.assertRaises(Refused) as caught:
            Client(server.url).http("POST", "/v1/enroll", "{" + " " * 20_000 + "}", {"Content-Type": "application/json"})
        self.assertEqual((caught.exception.status, caught.exception.code), (413, "wire.too-large"))
        Client(server.url).http("POST", "/v1/enroll", json.dumps(good), {"Content-Type": "application/json"})


class Syncing(Case):
    def test_a_finding_reaches_another_device(self):
        a, b = server.device(), server.device()
        self.assertEqualDigests(a, b)
        id = a.write(AREA, finding("Losse stoeptegel bij de speelplaats"))
        self.assertEqual(a.sync(), 1)
        b.sync()
        self.assertEqual(b.areas[AREA].records[3, id].values(DESCRIPTION), ["Losse stoeptegel bij de speelplaats"])
        self.assertEqual(b.actors[a.incarnation].person, "Fatima El Amrani")
        self.assertEqualDigests(a, b)

    def test_the_same_field_edited_by_both_keeps_both_values_until_settled(self):
        a, b = server.device(), server.device()
        id = a.write(AREA, finding("Lantaarn brandt niet"))
        a.sync(), b.sync()
        a.write(AREA, {REMARK: "paal 17"}, record=id)
        b.write(AREA, {REMARK: "paal 19"}, record=id)
        a.sync(), b.sync(), a.sync()
        for client in a, b:
            self.assertEqual(client.conflicts(AREA), [(3, id, REMARK, "", ["paal 17", "paal 19"])])
        self.assertEqualDigests(a, b)
        self.assertEqual(next(area["conflicts"] for area in server.run("areas") if area["code"] == AREA), 1)
        b.write(AREA, {REMARK: "paal 19, gezien"}, record=id, note="ter plaatse gekeken")
        self.assertEqual(b.shown(b.areas[AREA], 3, id).values(REMARK), ["paal 19, gezien"])
        b.sync(), a.sync()
        for client in a, b:
            self.assertEqual(client.conflicts(AREA), [])
            self.assertEqual(client.areas[AREA].records[3, id].values(REMARK), ["paal 19, gezien"])
        self.assertEqualDigests(a, b)

    def test_different_fields_merge_and_equal_values_do_not_conflict(self):
        a, b = server.device(), server.device()
        id = a.write(AREA, finding("Bank kapot"))
        a.sync(), b.sync()
        a.write(AREA, {REMARK: "leuning", SEVERITY: "hoog"}, record=id)
        b.write(AREA, {SEVERITY: "hoog", TAGS: "bank\nhout"}, record=id)
        b.sync(), a.sync(), b.sync()
        for client in a, b:
            record = client.areas[AREA].records[3, id]
            self.assertEqual((record.values(REMARK), record.values(SEVERITY), record.values(TAGS)), (["leuning"], ["hoog"] * 2, ["bank\nhout"]))
            self.assertEqual(client.conflicts(AREA), [])
        self.assertEqualDigests(a, b)

    def test_the_same_push_again_is_harmless(self):
        a = server.device()
        a.write(AREA, finding("Zwerfvuil"))
        request = a.request()
        body = request.SerializeToString()
        first, second = (pb.SyncReply.FromString(a.post(body)) for _ in range(2))
        self.assertEqual((first.acknowledged, first.acknowledged_hash), (second.acknowledged, second.acknowledged_hash))
        digest = server.digest()
        a.apply(request, second)
        a.sync()
        self.assertEqual(server.digest(), digest)
        self.assertEqualDigests(a)

    def test_a_receipt_states_what_the_server_has_and_nothing_else(self):
        a = server.device()
        a.write(AREA, finding("Losse stoeptegel"))
        a.sync()
        request = a.request()
        del request.areas[:]
        request.receipt.nonce = b"n" * 16
        request.receipt.lives.add(incarnation=a.incarnation, k=a.base, hash=a.chain)
        request.receipt.lives.add(incarnation=a.incarnation, k=a.base, hash=b"x" * 32)
        request.receipt.areas.extend([AREA, "nowhere"])
        receipt = pb.SyncReply.FromString(a.post(request.SerializeToString())).receipt
        self.assertEqual(len(receipt.signature), 64)
        statement = pb.ReceiptStatement.FromString(receipt.statement)
        self.assertEqual((statement.version, statement.epoch, statement.nonce), (1, a.epoch, b"n" * 16))
        self.assertEqual([(life.k, life.hash, life.refused) for life in statement.lives], [(a.base, a.chain, 0)])
        area = a.areas[AREA]
        self.assertEqual([(end.code, end.position, end.chain, end.digest) for end in statement.areas],
                         [(AREA, area.position, area.chain, area.digest())])

    def test_nothing_to_do_is_one_small_request(self):
        a = server.device()
        request = a.request().SerializeToString()
        reply = a.post(request)
        self.assertLess(len(request), 200)
        self.assertLess(len(reply), 200)
        self.assertEqual(len(pb.SyncReply.FromString(reply).areas), 0)

    def test_a_bad_op_is_refused_and_the_others_go_on(self):
        a = server.device()
        bad = a.write(AREA, finding("Te ernstig") | {SEVERITY: "ramp"})
        a.write(AREA, {REMARK: "hoort bij de vorige"}, record=bad)
        a.write(AREA, finding("Niet mijn wijk"))
        op = pb.Op.FromString(a.ops[-1])
        op.area = OTHER
        op.context.Clear()
        a.ops[-1] = op.SerializeToString()
        good = a.write(AREA, finding("Gewoon"))
        a.sync()
        self.assertEqual({k: verdict.code for k, verdict in a.refused.items()}, {1: "schema.word", 2: "record.unknown", 3: "area.forbidden"})
        self.assertNotIn((3, bad), a.areas[AREA].records)
        self.assertIn((3, good), a.areas[AREA].records)
        self.assertLessEqual(set(a.ops[:3]), {bytes.fromhex(row["op"]) for row in server.run("refused")})
        self.assertEqualDigests(a)

    def test_a_transaction_with_one_bad_op_is_refused_whole(self):
        a = server.device()
        for index, values in enumerate([finding("Goed"), finding("Fout") | {SEVERITY: "ramp"}]):
            a.write(AREA, values)
            op = pb.Op.FromString(a.ops[-1])
            op.tx_index, op.tx_size = index, 2
            a.ops[-1] = op.SerializeToString()
        digest = server.digest()
        a.sync()
        self.assertEqual([a.refused[k].code for k in (1, 2)], ["schema.word"] * 2)
        self.assertEqual(server.digest(), digest)

    def test_a_long_area_comes_as_a_snapshot_in_pages_and_then_the_feed(self):
        a = server.device(OTHER)
        ids = [a.write(OTHER, finding(f"Bevinding {number}: " + "tekst " * 20)) for number in range(1_500)]
        a.sync()
        b = server.device(OTHER, sync=False)
        request = b.request()
        request.page_bytes = 65_536
        reply = pb.SyncReply.FromString(b.post(request.SerializeToString()))
        self.assertTrue(reply.areas[0].snapshot and reply.areas[0].resume and len(reply.areas[0].records) < 1_000)
        self.assertTrue(b.apply(request, reply))
        a.write(OTHER, {REMARK: "nog tijdens het ophalen"}, record=ids[0])
        a.write(OTHER, {REMARK: "van voorbij de cursor"}, record=ids[-1])
        a.sync()
        b.sync()
        self.assertEqual(len([key for key in b.areas[OTHER].records if key[0] == 3]), 1_500)
        self.assertEqualDigests(a, b, code=OTHER)
        b.write(OTHER, {REMARK: "gezien"}, record=ids[-1])
        b.sync(), a.sync()
        self.assertEqual(a.areas[OTHER].records[3, ids[-1]].values(REMARK), ["gezien"])
        self.assertEqualDigests(a, b, code=OTHER)

    def test_bucket_sums_and_records_of_buckets(self):
        a = server.device()
        area, request = a.areas[AREA], a.request()
        request.areas[0].probe = True
        page = pb.SyncReply.FromString(a.post(request.SerializeToString())).areas[0]
        sums = [0] * 256
        for record in area.records.values():
            sums[record.id[-1]] += int.from_bytes(sha256(record.canonical()), "little")
        self.assertEqual(page.bucket_sums, b"".join((s % (1 << 256)).to_bytes(32, "little") for s in sums))
        bucket = next(iter(area.records))[1][-1]
        request.areas[0].probe = False
        request.areas[0].buckets = bytes([bucket])
        page = pb.SyncReply.FromString(a.post(request.SerializeToString())).areas[0]
        self.assertEqual({(r.kind, r.id) for r in page.records}, {key for key in area.records if key[1][-1] == bucket})
        self.assertEqual((page.buckets, page.digest), (bytes([bucket]), area.digest()))

    def test_an_area_without_a_right_is_closed_and_one_not_asked_for_is_named(self):
        a = server.device(AREA, OTHER)
        request = a.request()
        request.areas[1].area = "WK034401"
        reply = pb.SyncReply.FromString(a.post(request.SerializeToString()))
        self.assertEqual([(page.area, page.closed) for page in reply.areas], [("WK034401", True)])
        self.assertEqual([granted.code for granted in reply.granted], [OTHER])

    def test_a_retired_device_hands_in_first_and_begins_anew(self):
        device, other = server.device(), server.device()
        record = device.write(AREA, finding("van voor het jaar"))
        device.sync()
        device.write(AREA, {REMARK: "nog niet verstuurd"}, record)
        server.run("devices", "retire", device.device, "--reason", "test", "--yes")
        before = device.incarnation
        device.sync()
        self.assertNotEqual(device.incarnation, before)
        other.sync()
        self.assertEqual(other.shown(other.areas[AREA], 3, record).values(REMARK), ["nog niet verstuurd"])
        self.assertEqualDigests(device, other)

    def test_an_area_that_is_taken_goes_after_its_work_was_handed_in_and_comes_again_whole(self):
        device, other = server.device(AREA, OTHER), server.device(OTHER)
        record = device.write(OTHER, finding("van hier"))
        device.sync()
        device.write(OTHER, {REMARK: "nog niet verstuurd"}, record)
        server.run("devices", "areas", device.device, "--remove", OTHER)
        device.sync()
        self.assertEqual([verdict.code for verdict in device.refused.values()], ["area.forbidden"])
        self.assertEqual((device.areas[OTHER].stage, device.areas[OTHER].records), ("closed", {}))
        server.run("devices", "areas", device.device, "--add", OTHER)
        device.sync()
        other.sync()
        self.assertEqualDigests(device, other, code=OTHER)
        self.assertEqual(device.shown(device.areas[OTHER], 3, record).values(REMARK), [])

    def test_unknown_fields_and_kinds_are_kept_and_passed_on_untouched(self):
        a, b = server.device(), server.device()
        unknown = varint(1000 << 3 | 2) + varint(5) + b"later"
        id = a.write(AREA, finding("Van een nieuwere versie") | {60: "nieuw veld", (61, "2027"): 100, 62: b"\0\1"}, more=unknown)
        other = a.write(AREA, {7: "iets", 8: None}, kind=99, more=unknown)
        a.sync()
        request = b.request()
        reply = pb.SyncReply.FromString(b.post(request.SerializeToString()))
        # Between them, the server gave the finding its number.
        self.assertEqual([entry.op.op for page in reply.areas for entry in page.entries if entry.op.op in a.ops], a.ops)
        self.assertTrue(all(unknown in op for op in a.ops))
        b.apply(request, reply)
        record = b.areas[AREA].records[3, id]
        self.assertEqual((record.values(60), record.values(61, "2027"), record.values(62)), (["nieuw veld"], [100], [b"\0\1"]))
        self.assertEqual((b.areas[AREA].records[99, other].values(7), b.areas[AREA].records[99, other].values(8)), (["iets"], [None]))
        self.assertEqualDigests(a, b)

    def test_a_deleted_record_and_every_sort_of_value(self):
        a, b = server.device(), server.device()
        values = finding("Tekst met é, 漢字, 👩‍👩‍👧 en\n\teen tab") | {
            7: -523456789, 8: 51234567, 9: 0, 10: "gps", 20: -1, 21: new_record_id(), TAGS: None}
        id = a.write(AREA, values)
        a.sync()
        a.write(AREA, {DELETED: 1}, record=id)
        a.sync(), b.sync()
        self.assertEqual({field: b.areas[AREA].records[3, id].values(field) for field in values}, {f: [v] for f, v in values.items()})
        self.assertEqual(b.areas[AREA].records[3, id].values(DELETED), [1])
        self.assertEqualDigests(a, b)

    def test_the_signature_over_the_feed_head(self):
        """With the openssl program, when there is one: Python's standard library has no Ed25519."""
        if not shutil.which("openssl"):
            self.skipTest("openssl is not installed")
        a = server.device()
        signed, signature = a.areas[AREA].signed_head
        path = pathlib.Path(server.folder)
        (path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + a.server_key)
        (path / "signature").write_bytes(signature)
        for data, is_valid in (signed, True), (signed + b"x", False):
            (path / "signed").write_bytes(data)
            done = subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", path / "key.der", "-rawin", "-in", path / "signed",
                 "-sigfile", path / "signature"], capture_output=True, timeout=20)
            self.assertEqual(done.returncode == 0, is_valid, done.stderr)

    def test_protoc_decodes_every_reply(self):
        a = server.device(AREA, OTHER, sync=False)
        request = a.request()
        for area in request.areas:
            reply = a.post(request.SerializeToString())
            done = subprocess.run(
                ["protoc", f"--proto_path={PROTO}", "--decode=wijk.sync.v1.SyncReply", "sync.proto"], input=reply, capture_output=True, timeout=20)
            self.assertEqual(done.returncode, 0, done.stderr)
            # A field that the schema does not have is shown by its number.
            unknown = [line for line in done.stdout.decode().splitlines() if line.strip()[:1].isdigit()]
            self.assertEqual(unknown, [])
            area.ClearField("seed")
            area.probe = True


class Moving(Case):
    def test_a_record_moves_whole_with_its_conflicts_and_a_late_edit(self):
        mover, late = server.device(AREA, THERE), server.device(AREA, THERE)
        here, there = server.device(AREA), server.device(THERE)
        id = mover.write(AREA, finding("Paaltje scheef"))
        for client in (mover, late, here, there):
            client.sync()
        late.write(AREA, {6: "laat"}, record=id)
        here.write(AREA, {6: "te laat"}, record=id)
        mover.write(AREA, {5: "Paaltje staat hier"}, record=id, to_area=THERE)
        for client in (mover, late, here, there, mover, late):
            client.sync()
        for client in (mover, late, there):
            self.assertEqual(client.areas[THERE].records[FINDING, id].values(5), ["Paaltje staat hier"])
            self.assertEqual(client.areas[THERE].records[FINDING, id].values(6), ["laat"])
            self.assertEqual(client.areas[THERE].records[FINDING, id].values(PLACE), [THERE])
        for client in (mover, late, here):
            self.assertNotIn((FINDING, id), client.areas[AREA].records)
        self.assertEqual([verdict.code for verdict in here.refused.values()], ["record.elsewhere"])
        self.assertEqual(late.refused, {})
        self.assertEqualDigests(mover, late, here)
        self.assertEqualDigests(mover, late, there, code=THERE)

    def test_back_and_forth_ends_in_one_place_for_who_comes_new(self):
        mover = server.device(AREA, THERE)
        id = mover.write(AREA, finding("Heen en weer"))
        mover.sync()
        for target, source in ((THERE, AREA), (AREA, THERE), (THERE, AREA)):
            mover.write(source, {}, record=id, to_area=target)
            mover.sync()
        for areas in ((AREA, THERE), (THERE, AREA)):
            reader = server.device(*areas)
            self.assertNotIn((FINDING, id), reader.areas[AREA].records)
            self.assertEqual(reader.areas[THERE].records[FINDING, id].moves, 3)

    def test_what_may_not_move_is_refused(self):
        client = server.device(AREA)
        id = client.write(AREA, finding("x"))
        client.write(AREA, {}, record=id, to_area=THERE)
        client.write(AREA, {}, record=id, to_area=AREA)
        client.sync()
        self.assertEqual({k: verdict.code for k, verdict in client.refused.items()}, {2: "area.forbidden"})
        self.assertEqual(client.areas[AREA].records[FINDING, id].values(PLACE), [AREA])


class GoldenVectors(Case):
    """Those of docs/PROTOCOL.md, section 16."""

    def test_the_server_makes_the_same_of_the_same_ops(self):
        lines = (PROTO / "PROTOCOL.md").read_text().split("```vectors\n")[1].split("```")[0].splitlines()
        golden = {name: bytes.fromhex(value) for name, value in (line.split() for line in lines)}
        code, clients, feed = "WK034410", {}, Area("WK034410")
        for name, byte in ("A", 0x11), ("B", 0x22):
            clients[name] = Client(server.url)
            clients[name].incarnation = clients[name].chain = bytes([byte]) * 16
            clients[name].enrol(server.invite(code))
            clients[name].sync()
        for name in "A1", "B1", "A2", "B2":
            client, op = clients[name[0]], golden[name + ".op"]
            client.ops.append(op)
            client.sync()
            self.assertEqual((client.base, client.chain), (int(name[1]), golden[name + ".chain"]))
            feed.fold(op, (client.incarnation, client.base))
            self.assertEqual(feed.chain, golden[name + ".feed-chain"])
        records = list(feed.records.values())
        self.assertEqual([record.canonical() for record in records], [golden["record1.canonical"], golden["record2.canonical"]])
        self.assertEqual([sha256(record.canonical()) for record in records], [golden["record1.digest"], golden["record2.digest"]])
        self.assertEqual(feed.digest(), golden["area.digest"])
        head = golden["head.signed"]
        self.assertEqual((head[:16], head[33:41], head[-40:]), (b"wijk feed head 1", code.encode(), (4).to_bytes(8, "big") + feed.chain))
        # What the server made of them, with what it added of its own: the area, its profile, roles, and numbers.
        client = clients["A"]
        client.sync()
        self.assertEqual(server.digest(code), client.areas[code].digest().hex())


class BadInput(Case):
    """Each is a problem+json with its own code, and changes nothing."""

    def setUp(self):
        self.client = server.device()

    def body(self, change=lambda request: None, push=True):
        request = self.client.request(push)
        change(request)
        return request.SerializeToString()

    def op(self, change, values=None):
        """A request with one op that was changed after it was written."""
        self.client.write(AREA, values or finding("slecht"))
        op = pb.Op.FromString(self.client.ops[-1])
        change(op)
        self.client.ops[-1] = op.SerializeToString()
        return self.body()

    def test_malformed(self):
        self.assertRefused(self.client, b"\xff" * 20, 400, "wire.malformed")
        self.assertRefused(self.client, self.body() + b"\x0b", 400, "wire.malformed")
        self.assertRefused(self.client, self.body(lambda r: r.ClearField("incarnation")), 400, "wire.malformed")
        self.assertRefused(self.client, self.body(lambda r: r.areas.add(area=AREA)), 400, "wire.malformed")
        self.assertRefused(self.client, self.body(lambda r: setattr(r, "incarnation", b"short")), 400, "wire.malformed")

    def test_malformed_ops(self):
        self.assertRefused(self.client, self.op(lambda op: op.ClearField("record")), 400, "wire.malformed")
        for change in (lambda op: op.ClearField("kind"), lambda op: op.ClearField("area"), lambda op: op.ClearField("fields"),
                       lambda op: op.fields.add(field=1, integer=0), lambda op: setattr(op, "tx_size", 1_001),
                       lambda op: setattr(op, "tx_index", 1), lambda op: setattr(op, "tx_size", 2), lambda op: setattr(op, "note", "x" * 2_001),
                       lambda op: setattr(op.fields[0], "text", "x" * 100_001)):
            self.client.ops.clear()
            self.assertRefused(self.client, self.op(change), 400, "wire.malformed")

    def test_not_utf8(self):
        self.client.write(AREA, finding("slechte tekst"))
        self.client.ops[-1] = self.client.ops[-1].replace(b"slechte", b"slecht\xff")
        self.assertRefused(self.client, self.body(), 400, "wire.malformed")

    def test_truncated(self):
        body = self.op(lambda op: None)
        self.assertRefused(self.client, body[:-3], 400, "wire.truncated", "now")
        self.assertRefused(self.client, gzip.compress(body)[:-9], 400, "wire.gzip", "now", Content_Encoding="gzip")
        self.assertRefused(self.client, b"no gzip at all", 400, "wire.gzip", "now", Content_Encoding="gzip")

    def test_oversized(self):
        self.assertRefused(self.client, bytes((8 << 20) + 1), 413, "wire.too-large", Content_Encoding="identity")
        self.assertRefused(self.client, self.body(lambda r: r.ops.append(os.urandom((1 << 20) + 1))), 400, "wire.malformed")
        self.assertRefused(self.client, self.body(lambda r: [r.areas.add(area=f"A{n}") for n in range(1_000)]), 400, "wire.malformed")

    def test_gzip_bomb(self):
        self.assertRefused(self.client, gzip.compress(b"\0" * (64 << 20)), 413, "wire.too-large", Content_Encoding="gzip")
        self.assertRefused(self.client, gzip.compress(b"\0" * (1 << 20)), 413, "wire.too-large", Content_Encoding="gzip")

    def test_wrong_version(self):
        for version in 0, 2, 2**32 - 1:
            self.assertRefused(self.client, self.body(lambda r: setattr(r, "version", version)), 400, "wire.version")

    def test_wrong_type_and_encoding(self):
        self.assertRefused(self.client, self.body(), 415, "http.type", Content_Type="application/json")
        self.assertRefused(self.client, self.body(), 415, "http.encoding", Content_Encoding="br")

    def test_unknown_token(self):
        self.client.token = "0" * 64
        self.assertRefused(self.client, self.body(), 401, "access.token")
        self.assertRefused(self.client, self.body(), 401, "access.token", Authorization="Basic eDp5")

    def test_counters_beyond_53_bits(self):
        for number in 2**53, 2**53 + 1, 2**64 - 1:
            self.assertRefused(self.client, self.body(lambda r: setattr(r, "base", number)), 400, "wire.malformed")
            self.assertRefused(self.client, self.body(lambda r: setattr(r, "written", number)), 400, "wire.malformed")
            self.assertRefused(self.client, self.body(lambda r: setattr(r.areas[0], "position", number)), 400, "wire.malformed")
            self.client.ops.clear()
            self.assertRefused(self.client, self.op(lambda op: setattr(op.context, "seen", number)), 400, "wire.malformed")

    def test_poisoned_context(self):
        self.assertRefused(self.client, self.op(lambda op: setattr(op.context, "seen", op.context.seen + 1)), 400, "context.unknown")
        for incarnation, k in (b"\7" * 16, 1), (self.client.incarnation, 2**53 - 1):
            for entries in "vector", "dots":
                self.client.ops.clear()
                body = self.op(lambda op: getattr(op.context, entries).add(incarnation=incarnation, k=k))
                self.assertRefused(self.client, body, 400, "context.unknown")

    def test_fork(self):
        """Another content under the same dot: a copy of the replica went on by itself (I3)."""
        self.client.write(AREA, finding("op een kopie"))
        self.client.sync()
        acknowledged = self.client.chain
        self.client.ops[-1] = self.client.ops[-1].replace(b"kopie", b"ander")
        self.client.base, self.client.chain = 0, self.client.incarnation
        self.assertRefused(self.client, self.body(), 409, "identity.fork")
        self.client.base, self.client.chain = 1, bytes(32)
        self.assertRefused(self.client, self.body(), 409, "identity.fork")
        self.client.base, self.client.chain = 0, self.client.incarnation
        self.client.ops.clear()
        self.assertRefused(self.client, self.body(), 409, "identity.fork")
        self.client.base, self.client.chain = 2, acknowledged
        self.assertRefused(self.client, self.body(lambda r: setattr(r, "written", 2)), 409, "identity.server-behind", "later")

    def test_another_devices_incarnation(self):
        other = server.device()
        self.assertRefused(self.client, self.body(lambda r: setattr(r, "incarnation", other.incarnation)), 403, "identity.foreign")

    def test_another_epoch_and_a_cursor_ahead(self):
        self.assertRefused(self.client, self.body(lambda r: setattr(r, "epoch", bytes(16))), 409, "epoch.unknown", "later")
        self.assertRefused(self.client, self.body(lambda r: setattr(r.areas[0], "position", 10**9)), 409, "cursor.ahead", "later")
        self.assertRefused(self.client, self.body(lambda r: setattr(r.areas[0], "resume", b"nonsense")), 400, "cursor.unknown", "now")

    def test_unknown_routes(self):
        for method, path, status in ("GET", "/v1/sync", 404), ("POST", "/v2/sync", 404), ("DELETE", "/health", 404):
            with self.assertRaises(Refused) as caught:
                self.client.http(method, path)
            self.assertEqual(caught.exception.status, status)
            self.assertEqual(caught.exception.problem["code"], f"http.{status}")


class Found(Case):
    """What was once found wrong in the server, by this client."""

    def test_1_a_content_type_that_is_empty_or_a_semicolon_is_refused_and_the_server_lives(self):
        other = Server()
        try:
            for type in "", ";", "application/json ;charset=utf-8":
                with self.assertRaises(Refused) as caught:
                    Client(other.url).http("POST", "/v1/enroll", "{}", {"Content-Type": type})
                self.assertIn(caught.exception.code, ("http.type", "enrol.form"))
        finally:
            self.assertEqual(other.stop(), 0)
            shutil.rmtree(other.folder)

    def test_2_a_retry_with_fewer_ops_is_no_fork(self):
        a = server.device()
        a.write(AREA, finding("een")), a.write(AREA, finding("twee"))
        request = a.request()
        a.post(request.SerializeToString())  # the reply is lost
        del request.ops[1:]
        reply = pb.SyncReply.FromString(a.post(request.SerializeToString()))
        self.assertEqual(reply.acknowledged, 1)

    def test_3_a_snapshot_with_kinds_beyond_16_bits_ends_or_they_are_refused(self):
        code = "WK034409"
        a = server.device(code)
        for _ in range(1_100):
            a.write(code, {7: "x" * 50}, kind=65_536 + 3)
        try:
            a.sync()
        except Refused as refused:
            return self.assertEqual(refused.code, "wire.malformed")
        b = server.device(code, sync=False)
        for _ in range(100):
            request = b.request()
            request.page_bytes = 4_096
            if not b.apply(request, pb.SyncReply.FromString(b.post(request.SerializeToString()))):
                return self.assertEqual(len(b.areas[code].records), 1_101)
        self.fail("the snapshot does not end")

    def test_4_a_key_that_languages_compare_differently_is_refused(self):
        code = "WK034408"
        a = server.device(code)
        a.write(code, finding("sleutels") | {(61, "\u00e9"): 1})
        with self.assertRaises(Refused) as caught:
            a.sync()
        self.assertEqual(caught.exception.code, "wire.malformed")

    def test_5_a_context_with_many_single_dots_is_refused_like_any_other(self):
        a = server.device()
        for index in range(200):
            op = pb.Op(record=new_record_id(), kind=3, area=AREA, creates=True, tx_index=index, tx_size=200)
            op.fields.add(field=DESCRIPTION, text="x")
            for n in range(1_024):
                op.context.dots.add(incarnation=b"\1" * 16, k=2 * (1_024 - n))
            a.ops.append(op.SerializeToString())
        with self.assertRaises(Refused) as caught:
            a.post(a.request().SerializeToString())
        self.assertEqual(caught.exception.code, "context.unknown")

    def test_6_the_same_device_key_in_capitals_is_the_same_key(self):
        client, code = Client(server.url), server.invite(AREA)
        client.enrol(code)
        client.device_key = client.device_key.upper()
        client.enrol(code)

    def test_7_a_device_that_only_pulls_was_seen(self):
        a = server.device()
        a.sync()
        self.assertIsNotNone(server.run("devices")[-1]["lastSeen"])


def main():
    global server
    server = Server()
    problems = []
    try:
        result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
        if (code := server.stop()) != 0:
            problems.append(f"after SIGTERM the server ended with {code}")
        if not (verified := server.run("verify", succeeds=False))["ok"]:
            problems.append(f"verify: {verified['problems']}")
    finally:
        if server.process.poll() is None:
            server.process.kill()
        server.log.close()
        log = pathlib.Path(server.log.name).read_text(errors="replace")
        shutil.rmtree(server.folder)
    for problem in problems:
        print(problem)
    failed = len(result.failures) + len(result.errors)
    if failed or problems:
        print("\n".join(line[:300] for line in log.splitlines()[-20:]))
    passed = result.testsRun - failed - len(result.skipped) + 2 - len(problems)
    print(f"{passed} passed, {failed + len(problems)} failed" + (f", {len(result.skipped)} skipped" if result.skipped else ""))
    return 1 if failed or problems else 0


if __name__ == "__main__":
    sys.exit(main())
