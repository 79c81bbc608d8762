import SyncCore
import WijkDomain

/// The writes on one record, each with what it replaced.
struct History {
    enum State: String { case folded, acknowledged, pending, refused }

    let kind: Kind?
    let past: [Replica.Past]
    private let replica: Replica
    private let acknowledged: UInt64
    private let own: Incarnation
    private let writers: Writers

    init(of ref: RecordRef, kind: Kind?, _ device: Device) throws {
        self.kind = kind
        replica = device.replica
        past = try device.replica.history(of: ref)
        let actor = try device.replica.own()
        own = actor.incarnation
        acknowledged = actor.chain.k
        writers = Writers(device: device)
    }

    private func state(_ write: Replica.Past) -> State {
        if write.verdict != nil { return .refused }
        if write.position != nil { return .folded }
        return write.dot.incarnation == own && write.dot.k > acknowledged ? .pending : .acknowledged
    }

    /// `history`: an array, oldest first.
    func members(into writer: inout JSONWriter) {
        writer.array("history", past) { write, writer in
            writer.beginObject()
            writer.member("dot", "\(write.dot.incarnation):\(write.dot.k)")
            writer.member("person", writers.name(person: write.person, author: write.op.author, of: write.dot))
            writer.member("device", writers.name(device: write.device, of: write.dot))
            writer.member("author", write.op.author.isEmpty ? nil : write.op.author)
            writer.member("deviceTime", instant: write.op.deviceTime)
            writer.member("receivedAt", instant: write.receivedAt)
            writer.member("position", write.position)
            writer.member("state", state(write).rawValue)
            writer.member("note", write.op.note.isEmpty ? nil : write.op.note)
            writer.key("refusal")
            if let verdict = write.verdict { RefusalJSON.write(verdict, into: &writer) } else { writer.null() }
            writer.member("toArea", write.op.toArea.isEmpty ? nil : write.op.toArea)
            writer.array("changes", write.op.writes) { change, writer in
                writer.beginObject()
                let field = kind?.field(change.field)
                writer.member("field", field?.name ?? "field \(change.field)")
                writer.member("key", change.key.isEmpty ? nil : change.key)
                writer.key("value")
                FieldOutput.json(change.value, field?.type, into: &writer)
                writer.key("replaced")
                let replaced = replica.replacedValue(by: write.dot, field: change.field, key: change.key, in: past)
                FieldOutput.json(replaced, field?.type, into: &writer)
                writer.endObject()
            }
            writer.endObject()
        }
    }

    func text(_ language: Language) -> String {
        past.map { write in
            let who = writers.name(person: write.person, author: write.op.author, of: write.dot)
            let head = "\(LocalTime.text(write.op.deviceTime))  \(who ?? "?") · \(writers.name(device: write.device, of: write.dot))"
            var lines = [head + mark(state(write), language)]
            if let verdict = write.verdict { lines.append("    \(verdict.message(language)) [\(verdict.code)]") }
            if !write.op.note.isEmpty { lines.append("    “\(write.op.note)”") }
            if !write.op.toArea.isEmpty {
                lines.append("    \(language(en: "area", nl: "gebied")): \(write.op.area) → \(write.op.toArea)")
            }
            for change in write.op.writes {
                let field = kind?.field(change.field)
                let label =
                    kind.map { Labels.label(kind: $0.name, field: field?.name ?? "field \(change.field)", dutch: language == .dutch) }
                    ?? "?"
                let old = replica.replacedValue(by: write.dot, field: change.field, key: change.key, in: past)
                let new = FieldOutput.human(change.value, field?.type, language)
                lines.append("    \(label): " + (old.isNull ? new : "\(FieldOutput.human(old, field?.type, language)) → \(new)"))
            }
            return lines.map(SafeText.singleLine).joined(separator: "\n") + "\n"
        }.joined()
    }

    private func mark(_ state: State, _ language: Language) -> String {
        switch state {
        case .folded: ""
        case .acknowledged: "  " + language(en: "(acknowledged)", nl: "(ontvangen door de server)")
        case .pending: "  " + language(en: "(not sent yet)", nl: "(nog niet verstuurd)")
        case .refused: "  " + language(en: "(refused)", nl: "(geweigerd)")
        }
    }
}

extension Replica {
    /// What a write replaced; nothing when that is not held here.
    func replacedValue(by dot: Dot, field: UInt32, key: String, in history: [Past]) -> Value {
        replaced(by: dot, field: field, key: key, in: history) ?? .null
    }
}

/// The names of who wrote: persons and devices by their incarnation.
struct Writers {
    let device: Device

    /// The author that an op names, else the person that its device belongs to; `nil` when neither is known.
    func name(person: String, author: String, of dot: Dot) -> String? {
        if !author.isEmpty { return author }
        if !person.isEmpty { return person }
        return isOwn(dot) ? device.enrolment?.person.name : nil
    }

    /// The device's name; for one that was never named, the first digits of its incarnation.
    func name(device name: String, of dot: Dot) -> String {
        if !name.isEmpty { return name }
        if isOwn(dot), let own = device.enrolment?.deviceName { return own }
        return String("\(dot.incarnation)".prefix(8))
    }

    func isOwn(_ dot: Dot) -> Bool { (try? device.replica.own().incarnation) == dot.incarnation }
}

/// Why the server refused a write.
enum RefusalJSON {
    static func write(_ verdict: Verdict, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", verdict.code)
        writer.member("detail", verdict.detail)
        writer.member("decider", verdict.decider)
        writer.member("decidedAt", instant: verdict.decidedAt)
        writer.endObject()
    }
}
