#!/usr/bin/env python3
"""Measures the real binaries over loopback, beside the limit in the same run.

    run.py BIN N [N ...]        BIN: folder with wijkserver and wijkclient

For each N: a device imports N findings of 15 fields and pushes them; another pulls them; 1 % are edited, pushed and pulled; then nothing.
Each step is repeated on fresh data ROUNDS times (environment, default 3), interleaved with the limits, and medians are printed as Markdown.

limit: the same rows, with the same tables and indexes, inserted by plain C SQLite in one transaction (limit.c), into the file that the
receiving side fills: the server's for a push, the device's for a pull.
"""
import json
import os
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
AREA = "WK034403"


class Server:
    def __init__(self, binary, data):
        self.process = subprocess.Popen([binary, "serve", "--data", data, "--listen", "127.0.0.1:0", "--log-level", "error"],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def run(*command, output=True):
    """Runs a command; returns its output, wall seconds, CPU seconds and peak MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "WIJK_LANG": "en"})
    out, err = [], []
    readers = [threading.Thread(target=lambda s=s, t=t: t.append(s.read())) for s, t in ((process.stdout, out), (process.stderr, err))]
    [reader.start() for reader in readers]
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    [reader.join() for reader in readers]
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed ({process.returncode}): {err[0]}")
    return out[0], wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def http_limit(count):
    """Milliseconds to send that many bytes to a server on loopback that only reads them, over one connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        left = count
        while left > 0:
            left -= len(connection.recv(1 << 16))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    client = socket.create_connection(listener.getsockname())
    body = os.urandom(min(count, 1 << 20))
    start = time.monotonic()
    left = count
    while left > 0:
        client.sendall(body[:left])
        left -= len(body)
    client.recv(100)
    elapsed = (time.monotonic() - start) * 1e3
    thread.join()
    return elapsed


def database_bytes(path):
    return sum(os.path.getsize(path + suffix) for suffix in ("", "-wal") if os.path.exists(path + suffix))


def measure(binaries, size, work, rows):
    """One round on fresh data: a dictionary of figures."""
    server_binary, client = os.path.join(binaries, "wijkserver"), os.path.join(binaries, "wijkclient")
    shutil.rmtree(work, ignore_errors=True)
    os.mkdir(work)
    data, a, b = (os.path.join(work, name) for name in ("server", "a", "b"))
    run(server_binary, "init", "--data", data, "--profile", "utrecht")
    server = Server(server_binary, data)
    figures = {}

    def note(name, value):
        figures[name] = value

    def step(name, count, replica, *command):
        """A client command against the server, with what both sides spent."""
        before = server.cpu()
        out, wall, cpu, peak = run(client, *command, "--replica", replica, "--json")
        note(f"{name} wall ms", wall * 1e3)
        note(f"{name} cpu us/record", (cpu + server.cpu() - before) * 1e6 / count)
        note(f"{name} client MB", peak)
        note(f"{name} server MB", server.peak())
        reply = json.loads(out)
        note(f"{name} requests", reply["requests"])
        note(f"{name} bytes/record", (reply["sentBytes"] + reply["receivedBytes"]) / count)
        note(f"{name} sent", reply["sentBytes"])
        note(f"{name} received", reply["receivedBytes"])

    def limit(name, source):
        target = os.path.join(work, "limit.db")
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(target + suffix):
                os.remove(target + suffix)
        out, _, _, _ = run(os.path.join(work, "..", "limit"), source, target)
        note(f"{name} limit ms", float(out.split()[0]))
        note(f"{name} limit cpu us/record", float(out.split()[1]) * 1e3 / size)

    try:
        for replica, person in ((a, "A"), (b, "B")):
            run(server_binary, "person", "add", "--data", data, person)
            code = run(server_binary, "invite", "--data", data, person, "--area", AREA)[0].strip()
            run(client, "enroll", server.url, "--code", code, "--device", person, "--replica", replica)
        run(client, "sync", "--replica", a)
        _, wall, cpu, peak = run(client, "import", "findings", rows, "--area", AREA, "--replica", a)
        note("import wall ms", wall * 1e3)
        note("import cpu us/record", cpu * 1e6 / size)
        note("import client MB", peak)
        step("first push", size, a, "sync")
        note("writer's bytes/record", database_bytes(os.path.join(a, "replica.db")) / size)
        step("first pull", size, b, "sync")
        note("puller's bytes/record", database_bytes(os.path.join(b, "replica.db")) / size)
        note("server's bytes/record", database_bytes(os.path.join(data, "server.db")) / size)
        limit("first push", os.path.join(data, "server.db"))
        limit("first pull", os.path.join(b, "replica.db"))
        note("loopback ms", http_limit(int(figures["first push sent"])))

        edits = max(1, size // 100)
        # Spread over the whole: every hundredth. By way of a file, since a child's peak memory counts from its parent's size.
        listing = os.path.join(work, "list.json")
        with open(listing, "w") as file:
            subprocess.run([client, "finding", "list", "--replica", a, "--json", "--limit", "0", "--sort", "observed_at"], stdout=file, check=True)
        with open(listing) as file:
            rows = (line for line in file if line.startswith('{"id"') or line.startswith(',{"id"'))
            chosen = [line.split('"id":"', 1)[1][:36] for index, line in enumerate(rows) if index % 100 == 0][:edits]
        assert len(chosen) == edits
        walls = []
        for index, record in enumerate(chosen):
            _, wall, _, _ = run(client, "finding", "edit", record, "--status", "gerouteerd", "--remark", f"Opmerking {index:05} van veertig tekens lang...", "--replica", a)
            walls.append(wall * 1e3)
        note("one edit, process ms", statistics.median(walls))
        step("1 % push", edits, a, "sync")
        step("1 % pull", edits, b, "sync")
        step("nothing", 1, b, "sync")
        for name, command in (("status", ("status",)), ("list of 50", ("finding", "list")), ("text search", ("finding", "list", "--text", "rotonde", "--limit", "50"))):
            walls = []
            for _ in range(5):
                _, wall, _, peak = run(client, *command, "--replica", b)
                walls.append(wall * 1e3)
            note(f"{name} ms", statistics.median(walls))
            note(f"{name} MB", peak)
        digests = {json.loads(run(client, "areas", "--json", "--replica", replica)[0])["areas"][0]["digest"] for replica in (a, b)}
        assert len(digests) == 1, "the replicas differ"
    finally:
        server.stop()
    return figures


def table(size, rounds):
    middle = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
    print(f"\n### N = {size:,}\n")
    print("| step | wall ms | limit ms | × limit | CPU µs/record, both sides | limit CPU µs | requests | wire B/record | client MB | server MB |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    for name in ("first push", "first pull", "1 % push", "1 % pull", "nothing"):
        limit = middle.get(f"{name} limit ms")
        cells = [
            f"{middle[f'{name} wall ms']:.0f}", f"{limit:.0f}" if limit else "", f"{middle[f'{name} wall ms'] / limit:.2f}" if limit else "",
            f"{middle[f'{name} cpu us/record']:.1f}" if name != "nothing" else "", f"{middle[f'{name} limit cpu us/record']:.1f}" if limit else "",
            f"{middle[f'{name} requests']:.0f}",
            f"{middle[f'{name} bytes/record']:.1f}" if name != "nothing" else f"{middle['nothing sent']:.0f} + {middle['nothing received']:.0f} B",
            f"{middle[f'{name} client MB']:.0f}", f"{middle[f'{name} server MB']:.0f}",
        ]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()
    print("| | |\n| --- | --: |")
    for label, name, unit in (
        ("import, wall", "import wall ms", "ms"), ("import, CPU a record", "import cpu us/record", "µs"), ("import, memory", "import client MB", "MB"),
        ("replica on the device that wrote", "writer's bytes/record", "B/record"), ("replica after a first pull", "puller's bytes/record", "B/record"),
        ("server", "server's bytes/record", "B/record"), ("the pushed bytes over bare loopback", "loopback ms", "ms"),
        ("one `finding edit`, whole process", "one edit, process ms", "ms"), ("`status`", "status ms", "ms"), ("`status`, memory", "status MB", "MB"),
        ("`finding list` (first 50)", "list of 50 ms", "ms"), ("`finding list --text`", "text search ms", "ms"),
    ):
        print(f"| {label} | {middle[name]:.1f} {unit} |")


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    binaries = os.path.abspath(sys.argv[1])
    rounds = int(os.environ.get("ROUNDS", "3"))
    with tempfile.TemporaryDirectory(prefix="wijk-bench.") as folder:
        subprocess.run(["cc", "-O2", "-o", os.path.join(folder, "limit"), os.path.join(HERE, "limit.c"), "-lsqlite3"], check=True)
        sizes = [int(size) for size in sys.argv[2:]]
        results = {size: [] for size in sizes}
        for size in sizes:
            with open(os.path.join(folder, f"{size}.csv"), "w") as file:
                subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), str(size), "1"], stdout=file, check=True)
        for number in range(rounds):
            for size in sizes:
                print(f"round {number + 1} of {rounds}, {size:,} findings", file=sys.stderr)
                results[size].append(measure(binaries, size, os.path.join(folder, "work"), os.path.join(folder, f"{size}.csv")))
        for size in sizes:
            table(size, results[size])


main()
