internal import ArgumentParser
internal import SyncCore

struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "List the enrolled devices: whose, for which areas, when last seen.",
        discussion: "Example: wijkserver devices --data /srv/wijk")

    @OptionGroup var options: DataOptions

    func run() throws {
        let devices = try options.withDesk(.readOnly) { try $0.access.devices() }
        guard options.json else {
            for device in devices {
                let seen = device.lastSeen.map(Instant.text) ?? "never"
                Print.line(
                    "\(device.id)  \(Print.safe(device.name))  \(Print.safe(device.person))  \(device.areas.count) areas  \(device.ops) ops  last seen \(seen)"
                )
            }
            return
        }
        Print.json { json in
            json.beginArray()
            for device in devices {
                json.beginObject()
                for (key, value) in [
                    ("id", device.id), ("name", device.name), ("person", device.person), ("createdAt", Instant.text(device.createdAt)),
                ] {
                    json.key(key)
                    json.string(value)
                }
                json.key("lastSeen")
                if let seen = device.lastSeen { json.string(Instant.text(seen)) } else { json.null() }
                json.key("ops")
                json.integer(device.ops)
                json.key("areas")
                json.beginArray()
                for area in device.areas { json.string(area) }
                json.endArray()
                json.endObject()
            }
            json.endArray()
        }
    }
}

struct AreasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas", abstract: "List the areas: code, name, length of the feed, records, conflicts, digest.",
        discussion: "Example: wijkserver areas --data /srv/wijk")

    @OptionGroup var options: DataOptions

    func run() throws {
        try options.withDesk(.readOnly) { desk in
            try desk.store.reading {
                let areas = try desk.store.areas()
                let rows = try areas.map {
                    ($0, try desk.store.recordCount(area: $0.number), try desk.store.conflicts(area: $0.number).count)
                }
                guard options.json else {
                    for (area, records, conflicts) in rows {
                        Print.line(
                            "\(area.code)  \(Print.safe(area.name))  \(area.position) ops  \(records) records  \(conflicts) conflicts  \(area.digest.hex.prefix(16))"
                        )
                    }
                    return
                }
                Print.json { json in
                    json.beginArray()
                    for (area, records, conflicts) in rows {
                        json.beginObject()
                        for (key, value) in [("code", area.code), ("name", area.name), ("digest", area.digest.hex)] {
                            json.key(key)
                            json.string(value)
                        }
                        for (key, value) in [("position", Int(area.position)), ("records", records), ("conflicts", conflicts)] {
                            json.key(key)
                            json.integer(Int64(value))
                        }
                        json.endObject()
                    }
                    json.endArray()
                }
            }
        }
    }
}

struct RefusedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused", abstract: "List the quarantine: ops that were refused, with the reason. Nothing in it is lost.",
        discussion: "Example: wijkserver refused --data /srv/wijk --json")

    @OptionGroup var options: DataOptions

    func run() throws {
        try options.withDesk(.readOnly) { desk in
            try desk.store.reading {
                let refusals = try desk.store.verdicts(actor: nil, after: 0)
                let rows = try refusals.map { ($0, try desk.store.actor(number: $0.actor), try Op(decoding: $0.op)) }
                guard options.json else {
                    for (refusal, actor, op) in rows {
                        Print.line(
                            "\(Instant.text(refusal.verdict.decidedAt))  \(Print.safe(actor.person))  \(op.area)  \(op.record)  \(refusal.verdict.code)  \(Print.safe(refusal.verdict.detail))"
                        )
                    }
                    return
                }
                Print.json { json in
                    json.beginArray()
                    for (refusal, actor, op) in rows {
                        json.beginObject()
                        for (key, value) in [
                            ("at", Instant.text(refusal.verdict.decidedAt)), ("person", actor.person), ("device", actor.device),
                            ("area", op.area),
                            ("record", op.record.description), ("code", refusal.verdict.code), ("detail", refusal.verdict.detail),
                            ("op", Hex.encode(refusal.op)),
                        ] {
                            json.key(key)
                            json.string(value)
                        }
                        json.endObject()
                    }
                    json.endArray()
                }
            }
        }
    }
}
