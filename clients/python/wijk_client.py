"""A small client of Wijk's sync protocol (docs/PROTOCOL.md), to show what one takes and to test the server from outside.

It holds a replica in memory: enrols, takes the snapshot or the feed of its areas, folds it, writes ops, pushes them, and
checks chains and digests. Standard library and python3-protobuf only; `sync_pb2` is generated from docs/sync.proto (test.sh).

Left out: storage, repair of buckets, own ops shown over a record that moved before they came
back (they are shown once they have), and the check of the server's signature: Python's
standard library has no Ed25519. `Area.signed_head` keeps the bytes and the signature for whoever has one.
"""
import gzip
import hashlib
import http.client
import json
import secrets
import time
import urllib.parse

import sync_pb2 as pb

FINDING = 3
DELETED = 1
PLACE = (1 << 32) - 1  # the register that `to_area` writes
LATE, LEFT, ENTERED = 1, 2, 3  # forms of feed entries in the chain


class Refused(Exception):
    """The server refused a whole request: nothing of it is stored."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}")
        self.status, self.problem, self.code = status, problem, problem.get("code")


class Diverged(Exception):
    """What the server sent does not fit what is held here."""


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number):
    return varint((number << 1 ^ number >> 63) & (1 << 64) - 1)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def new_record_id():
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, version, variant, random bits."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)


class Origin:
    """The op that values come from: its dot, its place in the feed (0: in none yet), and what its writer had seen."""

    def __init__(self, dot, position, context):
        self.dot, self.position, self.context = dot, position, context

    def covers(self, other):
        if other.dot[0] == self.dot[0]:
            return other.dot[1] < self.dot[1]
        if 0 < other.position <= self.context.seen:
            return True
        return (any(e.incarnation == other.dot[0] and e.k >= other.dot[1] for e in self.context.vector)
                or any((e.incarnation, e.k) == other.dot for e in self.context.dots))


def value_of(field):
    """`None`, an int, a str or bytes."""
    member = field.WhichOneof("value")
    return getattr(field, member) if member else None


class Record:
    """A record's registers: (field, key) to its siblings [(origin, value)], in the order of folding."""

    def __init__(self, kind, id):
        self.kind, self.id, self.registers = kind, id, {}
        self.moves = 0  # how often it left an area, or came back after it was collected

    @classmethod
    def received(cls, sent, incarnations):
        record = cls(sent.kind, sent.id)
        record.moves = sent.moves
        origins = [Origin((incarnations[o.incarnation], o.k), sent.seq - o.behind, o.context) for o in sent.origins]
        for field in sent.values:
            record.registers.setdefault((field.field, field.key), []).append((origins[field.origin], value_of(field)))
        return record

    def copy(self):
        other = Record(self.kind, self.id)
        other.moves = self.moves
        other.registers = {register: list(siblings) for register, siblings in self.registers.items()}
        return other

    def origins(self):
        return {origin.dot: origin for siblings in self.registers.values() for origin, _ in siblings}

    def sequence(self):
        return max((origin.position for origin in self.origins().values()), default=0)

    def fold(self, op, dot, position, context=None):
        """Takes away what the op's writer had seen, and adds its values. A second time it changes nothing (I5)."""
        if 0 < position <= self.sequence() or dot in self.origins():
            return
        origin = Origin(dot, position, op.context if context is None else context)
        writes = [((field.field, field.key), value_of(field)) for field in op.fields]
        for name, new in writes + ([((PLACE, ""), op.to_area)] if op.to_area else []):
            register = self.registers.setdefault(name, [])
            register[:] = [(old, value) for old, value in register if not origin.covers(old)] + [(origin, new)]

    def values(self, field, key=""):
        return [value for _, value in self.registers.get((field, key), [])]

    def canonical(self):
        """The canonical bytes, version 1: what the digest is over."""
        dots = sorted(self.origins())
        out = [varint(1), self.id, varint(self.kind), varint(len(dots))]
        out += [incarnation + varint(k) for incarnation, k in dots]
        for (field, key), siblings in sorted(self.registers.items(), key=lambda item: (item[0][0], item[0][1].encode())):
            out += [varint(field), varint(len(key.encode())), key.encode(), varint(len(siblings))]
            for origin, value in sorted(siblings, key=lambda sibling: sibling[0].dot):
                out.append(varint(dots.index(origin.dot)))
                if value is None:
                    out.append(b"\0")
                elif isinstance(value, int):
                    out += [b"\1", zigzag(value)]
                elif isinstance(value, str):
                    out += [b"\2", varint(len(value.encode())), value.encode()]
                else:
                    out += [b"\3", varint(len(value)), value]
        return b"".join(out)


class Area:
    """One area as folded up to `position`; own ops beyond it are not in here."""

    def __init__(self, code, moved=None):
        self.code, self.name, self.stage = code, "", "new"  # new, seeding, live, closed
        self.moved = {} if moved is None else moved  # (kind, id) to its highest count of moves, of all areas together
        self.position, self.chain, self.records = 0, code.encode(), {}
        self.target, self.resume, self.signed_head = None, b"", None
        self.own = 0  # own ops up to this k are folded, or refused

    def digest(self):
        """The sum modulo 2^256 of the records' hashes, each read and written least significant byte first."""
        total = sum(int.from_bytes(sha256(r.canonical()), "little") for r in self.records.values() if r.registers)
        return (total % (1 << 256)).to_bytes(32, "little")

    def fold(self, op_bytes, dot, late=None):
        """An op at the next position. `late`: the bytes of its written-out context. A record that is in another area by now, or
        that a snapshot of this one did not have any more, does not take it."""
        self.position += 1
        if late is None:
            self.chain = sha256(self.chain, dot[0], dot[1].to_bytes(8, "big"), op_bytes)
        else:
            self.mark(LATE, dot, op_bytes, late)
        op = pb.Op.FromString(op_bytes)
        record = self.records.get((op.kind, op.record))
        if record is None and op.creates and (op.kind, op.record) not in self.moved:
            record = self.records[op.kind, op.record] = Record(op.kind, op.record)
        if record is not None:
            record.fold(op, dot, self.position, None if late is None else pb.Context.FromString(late))

    def mark(self, form, dot, op_bytes, extra):
        """The chain over an entry that is more, or other, than an op."""
        incarnation, k = dot or (bytes(16), 0)
        self.chain = sha256(self.chain, incarnation, bytes(8), bytes([form]), k.to_bytes(8, "big"), len(extra).to_bytes(8, "big"),
                            extra, op_bytes)


class Client:
    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.device_key = secrets.token_hex(32)
        self.incarnation = secrets.token_bytes(16)
        self.device, self.token, self.epoch, self.server_key = "", "", b"", b""
        self.base, self.chain = 0, self.incarnation  # acknowledged
        self.folded = set()  # own k that came back in a feed, or with a record that entered
        self.ops, self.refused = [], {}  # own ops from k = 1 on; k to Verdict
        self.areas, self.actors, self.moved = {}, {}, {}
        self.past = []  # lives that are over: (incarnation, ops, refused)
        self.hands_in = False  # this life is retired: what is pending goes first, whatever is still to be fetched

    def area(self, code):
        return self.areas.setdefault(code, Area(code, self.moved))

    # HTTP

    def http(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, path, body, {"Accept-Encoding": "gzip", **(headers or {})})
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if answer.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        if answer.status != 200:
            is_problem = answer.headers.get_content_type() == "application/problem+json"
            raise Refused(answer.status, json.loads(data) if is_problem else {"detail": data.decode(errors="replace")})
        return data

    def enrol(self, code, name="python"):
        """Takes an invitation up. Asked again with the same code and key, as after a lost reply, it gives a new token."""
        form = {"code": code, "deviceKey": self.device_key, "deviceName": name, "incarnation": self.incarnation.hex()}
        answer = json.loads(self.http("POST", "/v1/enroll", json.dumps(form), {"Content-Type": "application/json"}))
        self.device, self.token, self.epoch = answer["device"], answer["token"], bytes.fromhex(answer["epoch"])
        self.server_key = bytes.fromhex(answer["serverKey"])
        for area in answer["areas"]:
            self.area(area["code"]).name = area["name"]
        return answer

    def post(self, body, **headers):
        """Sends the bytes of a request and returns those of the reply."""
        standard = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-protobuf"}
        if len(body) > 1024 and not headers:
            body, standard["Content-Encoding"] = gzip.compress(body, 1), "gzip"
        standard.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.http("POST", "/v1/sync", body, standard)

    # Sync

    def request(self, push=True):
        request = pb.SyncRequest(
            version=1, epoch=self.epoch, incarnation=self.incarnation, base=self.base, base_hash=self.chain,
            written=len(self.ops), device_time=int(time.time() * 1000), schema=1)
        if push and (self.hands_in or not any(area.stage in ("new", "seeding") for area in self.areas.values())):
            request.ops.extend(self.ops[self.base:self.base + 1_000])  # each op here is a transaction of its own
        for area in self.areas.values():
            if area.stage == "new":
                request.areas.add(area=area.code, seed=True)
            elif area.stage == "seeding":
                request.areas.add(area=area.code, resume=area.resume)
            elif area.stage == "live":
                request.areas.add(area=area.code, position=area.position)
        return request

    def apply(self, request, reply):
        """Takes in a reply to this request. Returns whether there is more to ask."""
        if reply.version != 1 or reply.epoch != request.epoch or self.base != request.base:
            raise Diverged("the reply does not belong to the request")
        chain, sent = self.chain, reply.acknowledged - request.base
        if not 0 <= sent <= len(request.ops):
            raise Diverged("ops are acknowledged that were not sent")
        for op in request.ops[:sent]:
            chain = sha256(chain, op)
        if chain != reply.acknowledged_hash:
            raise Diverged("other ops are acknowledged than were sent")
        self.base, self.chain = reply.acknowledged, chain
        self.refused.update({verdict.k: verdict for verdict in reply.verdicts})
        self.actors.update({actor.incarnation: actor for actor in reply.actors})
        for granted in reply.granted:
            area = self.area(granted.code)
            area.name = granted.name
            if area.stage == "closed":  # comes again: from where it was, unless it was let go
                area.stage = "live" if area.position else "new"
        for page in reply.areas:
            self.take(page, self.areas[page.area])
        self.release()
        self.hands_in = reply.renew
        if reply.renew:
            if self.base == len(self.ops):
                self.renew()
            return True
        unfinished = any(area.stage in ("new", "seeding") for area in self.areas.values())
        return unfinished or self.base < len(self.ops) or any(page.to < page.head for page in reply.areas)

    def take(self, page, area):
        area.name = page.name or area.name
        if page.closed:
            area.stage = "closed"
        elif page.snapshot:
            self.take_snapshot(page, area)
        else:
            self.follow(page, area)
        if area.stage == "live" and area.position == page.to == page.head:
            if page.chain != area.chain:
                raise Diverged(f"the feed of {area.code} is not the one that the server signs")
            if page.digest != area.digest():
                raise Diverged(f"the digest of {area.code} differs")
            code = area.code.encode()
            area.signed_head = (b"wijk feed head 1" + self.epoch + bytes([len(code)]) + code
                                + area.position.to_bytes(8, "big") + area.chain, page.signature)

    def release(self):
        """Lets go of closed areas in which nothing is pending: what was, is at the server now."""
        waiting = {pb.Op.FromString(op).area for op in self.ops[self.base:]}
        for code, area in self.areas.items():
            if area.stage == "closed" and code not in waiting:
                self.areas[code] = Area(code)
                self.areas[code].name, self.areas[code].stage, self.areas[code].own = area.name, "closed", self.base

    def renew(self):
        """A new life with nothing held; what this one wrote is kept as its account."""
        self.past.append((self.incarnation, self.ops, self.refused))
        self.incarnation = secrets.token_bytes(16)
        self.base, self.chain, self.ops, self.refused, self.hands_in = 0, self.incarnation, [], {}, False
        for code, area in self.areas.items():
            self.areas[code] = Area(code)
            self.areas[code].name, self.areas[code].stage = area.name, "closed" if area.stage == "closed" else "new"

    def take_snapshot(self, page, area):
        if area.stage == "new":
            area.target, area.own = (page.to, page.chain), page.own
        for sent in page.records:
            self.place(Record.received(sent, page.incarnations), area)
        area.stage, area.resume = ("seeding" if page.resume else "live"), page.resume
        if area.stage == "live":
            area.position, area.chain = area.target

    def follow(self, page, area):
        if getattr(page, "from") != area.position:  # `from` is a word of Python's
            raise Diverged("the feed goes on from another position")
        area.stage = "live"
        for entry in page.entries:
            member = entry.WhichOneof("entry")
            if member == "op":
                dot = page.incarnations[entry.op.incarnation], entry.op.k
                area.fold(self.bytes_of(dot, entry.op.op), dot, entry.op.context if entry.op.HasField("context") else None)
            elif member == "own":
                for k in range(entry.own.k, entry.own.k + entry.own.count):
                    area.fold(self.ops[k - 1], (self.incarnation, k))
                    self.folded.add(k)
            elif member == "left":
                self.leave(entry.left, area)
            elif member == "entered":
                self.enter(entry.entered, page, area)
            else:
                raise Diverged("a feed entry of a newer version; update this client")
        if area.position != page.to:
            raise Diverged("a page does not end where it says")

    def bytes_of(self, dot, sent):
        """An op's bytes: those that came, or the reader's own, which do not come back."""
        if dot is None or dot[0] != self.incarnation:
            return sent
        self.folded.add(dot[1])
        return self.ops[dot[1] - 1]

    def leave(self, departure, area):
        gone = pb.Departure.FromString(departure)
        area.position += 1
        area.mark(LEFT, None, b"", departure)
        held = area.records.get((gone.kind, gone.id))
        if held is None or held.moves < gone.moves:
            area.records.pop((gone.kind, gone.id), None)
            self.moved[gone.kind, gone.id] = max(gone.moves, self.moved.get((gone.kind, gone.id), 0))

    def enter(self, entered, page, area):
        whole = pb.WholeRecord.FromString(entered.record)
        dot = (page.incarnations[entered.incarnation], entered.k) if entered.k else None
        area.position += 1
        area.mark(ENTERED, dot, self.bytes_of(dot, entered.op), entered.record)
        record = Record.received(whole.record, whole.incarnations)
        self.folded.update(k for k, op in enumerate(self.ops[:entered.own], 1)
                           if (pb.Op.FromString(op).kind, pb.Op.FromString(op).record) == (record.kind, record.id))
        if (record.kind, record.id) not in area.records or area.records[record.kind, record.id].moves < record.moves:
            self.place(record, area)

    def place(self, record, area):
        """Takes a whole record into the area, and out of any other; unless it is known to have moved on since."""
        name = record.kind, record.id
        if record.moves < self.moved.get(name, 0):
            return
        for other in self.areas.values():
            other.records.pop(name, None)
        area.records[name] = record
        if record.moves:
            self.moved[name] = record.moves

    def sync(self):
        """Requests until everything is sent and received; the number of requests."""
        for count in range(1, 1000):
            request = self.request()
            if not self.apply(request, pb.SyncReply.FromString(self.post(request.SerializeToString()))):
                return count
        raise Diverged("the server takes and gives without end")

    # Reading and writing

    def shown(self, area, kind, id):
        """The record with own ops from beyond the feed: what a person sees, and the next op is written upon."""
        held = area.records.get((kind, id))
        record = held.copy() if held else Record(kind, id)
        for k, op_bytes in enumerate(self.ops[area.own:], area.own + 1):
            op = pb.Op.FromString(op_bytes)
            if (op.kind, op.record, op.area) == (kind, id, area.code) and k not in self.refused and k not in self.folded:
                record.fold(op, (self.incarnation, k), 0)
        return record

    def write(self, code, values, record=None, kind=FINDING, note="", more=b"", to_area=""):
        """Appends one op, a transaction of its own. `values`: field number, or (field, key), to value. `to_area` moves the record;
        it is shown there after the next sync. `more`: bytes of fields that this version does not know, to be added to the op.
        Returns the record's id."""
        area = self.areas[code]
        op = pb.Op(record=record or new_record_id(), kind=kind, area=code, device_time=int(time.time() * 1000),
                   creates=record is None, note=note, to_area=to_area)
        op.context.seen = area.position
        for origin in self.shown(area, kind, op.record).origins().values():
            if origin.position > area.position:  # a snapshot brought it from beyond the cursor
                op.context.dots.add(incarnation=origin.dot[0], k=origin.dot[1])
        pairs = [(name if isinstance(name, tuple) else (name, ""), value) for name, value in values.items()]
        for (field, key), value in sorted(pairs):
            member = {int: "integer", str: "text", bytes: "bytes"}.get(type(value))
            op.fields.add(field=field, key=key, **({member: value} if member else {}))
        self.ops.append(op.SerializeToString() + more)
        return op.record

    def conflicts(self, code):
        """(kind, id, field, key, values) of every register with different values."""
        area = self.areas[code]
        return [(kind, id, field, key, [value for _, value in siblings])
                for (kind, id) in area.records
                for (field, key), siblings in self.shown(area, kind, id).registers.items()
                if len({(type(value), value) for _, value in siblings}) > 1]
