internal import ArgumentParser
internal import SyncCore

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
                    json.array(rows) { row, json in
                        let (area, records, conflicts) = row
                        json.object { json in
                            json.member("code", area.code)
                            json.member("name", area.name)
                            json.member("digest", area.digest.hex)
                            json.member("position", area.position)
                            json.member("records", records)
                            json.member("conflicts", conflicts)
                        }
                    }
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
                let refusals = try desk.store.verdicts(actor: nil, after: 0).filter { !$0.verdict.isOfIdentity }
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
                    json.array(rows) { row, json in
                        let (refusal, actor, op) = row
                        json.object { json in
                            json.member("at", Instant.text(refusal.verdict.decidedAt))
                            json.member("person", actor.person)
                            json.member("device", actor.device)
                            json.member("area", op.area)
                            json.member("record", op.record.description)
                            json.member("code", refusal.verdict.code)
                            json.member("detail", refusal.verdict.detail)
                            json.member("op", Hex.encode(refusal.op))
                        }
                    }
                }
            }
        }
    }
}
