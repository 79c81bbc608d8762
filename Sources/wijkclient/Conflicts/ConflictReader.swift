import SyncCore
import WijkDomain

/// A conflict as a person decides it: a choice between sides. A side is one writer's whole view of the fields that belong together,
/// so that taking a side never makes half of one answer and half of another.
struct ConflictChoice {
    /// Who wrote a side, or says the same as another who did.
    struct Writer {
        let dot: Dot
        /// `nil` when not known here.
        let person: String?
        let device: String
        /// Milliseconds since 1970 by that device's clock.
        let deviceTime: Int64
        /// What this writer's op set, and what each value replaced.
        let changes: [(field: UInt32, value: Value, replaced: Value)]
    }

    struct Option {
        /// A value for each of the choice's fields, in their order.
        let values: [Value]
        var writers: [Writer]
    }

    let conflict: Conflict
    let what: ConflictClass
    /// Who decides, in the municipality's own words; `nil` when it is the reader.
    let decider: String?
    /// The field's name, or the group's.
    let name: String
    let fields: [UInt32]
    let key: String
    /// Numbered from 1 for people; the one that is shown until somebody decides is not always the first.
    let options: [Option]
    /// What is shown meanwhile.
    let shown: [Value]

    var cause: Conflict.Cause { conflict.cause }

    func who(_ language: Language) -> String { decider ?? language(en: "yours", nl: "aan u") }
}

/// Reads the conflicts of a record, with who wrote what.
struct ConflictReader {
    let device: Device
    private let owners: ConflictOwners

    init(device: Device) {
        self.device = device
        owners = ConflictOwners(device)
    }

    func conflicts(of record: RecordView) throws -> [ConflictChoice] {
        guard !record.presentation.conflicts.isEmpty else { return [] }
        let history = try device.replica.history(of: record.ref)
        var choices: [ConflictChoice] = []
        for conflict in record.presentation.conflicts {
            let (name, fields) = Self.scope(of: conflict, record.kind)
            if choices.contains(where: { $0.name == name && $0.key == conflict.key }) { continue }
            var options =
                switch conflict.cause {
                case .editedAfterDeletion: try deletion(record, history)
                case .reopened: try past(record, fields, history)
                default: try sides(record, fields, conflict.key, history)
                }
            if conflict.cause == .clash, let other = try reopening(record, conflict, fields, history) { options.append(other) }
            let shown = fields.map { number in
                if number == Field.place.number { return record.area.map { Value.text($0.code) } ?? .null }
                return record.kind.position(of: number).map { record.presentation.values[$0] } ?? .null
            }
            choices.append(
                ConflictChoice(
                    conflict: conflict, what: ConflictClass(of: conflict, kind: record.kind),
                    decider: try owners.decider(of: conflict, record), name: name, fields: fields, key: conflict.key, options: options,
                    shown: shown))
        }
        return choices
    }

    /// A field that belongs to a group is decided with the whole group.
    static func scope(of conflict: Conflict, _ kind: Kind) -> (name: String, fields: [UInt32]) {
        guard conflict.cause != .editedAfterDeletion, conflict.key.isEmpty,
            let group = kind.groups.first(where: { $0.name == conflict.name })
                ?? kind.groups.first(where: { $0.fields.contains(conflict.fields[0]) })
        else { return (conflict.name, kind.subject(of: conflict)) }
        return (group.name, group.fields)
    }

    /// One option for each writer that no other of these writers had seen; those who say the same share one.
    private func sides(_ record: RecordView, _ fields: [UInt32], _ key: String, _ history: [Replica.Past]) throws -> [ConflictChoice.Option]
    {
        let state = record.state
        let involved = Set(state.siblings.filter { fields.contains($0.field) && $0.key == key }.map(\.origin)).sorted()
        let tips = involved.filter { index in
            !involved.contains { $0 != index && state.origins[$0].covers(state.origins[index]) }
        }
        var options: [ConflictChoice.Option] = []
        for tip in tips {
            let values = fields.map { seen($0, key, by: tip, record, history) }
            let writer = try writer(of: state.origins[tip], fields, key, record, history)
            if let same = options.firstIndex(where: { $0.values == values }) {
                options[same].writers.append(writer)
            } else {
                options.append(ConflictChoice.Option(values: values, writers: [writer]))
            }
        }
        return options
    }

    /// What the fields have been, the newest last: of a conflict that was settled and is open again.
    private func past(_ record: RecordView, _ fields: [UInt32], _ history: [Replica.Past]) throws -> [ConflictChoice.Option] {
        var options: [ConflictChoice.Option] = []
        for write in history
        where write.verdict == nil && write.op.registers.contains(where: { fields.contains($0.field) && $0.key.isEmpty }) {
            let values = fields.map { field in
                write.op.registers.last { $0.field == field && $0.key.isEmpty }?.value
                    ?? device.replica.replacedValue(by: write.dot, field: field, key: "", in: history)
            }
            options.removeAll { $0.values == values }
            let writer = try writer(of: write.dot, at: write.op.deviceTime, fields, "", record, history)
            options.append(ConflictChoice.Option(values: values, writers: [writer]))
        }
        return options
    }

    /// The field's value as this writer left it: what it wrote, else what it had seen.
    private func seen(_ field: UInt32, _ key: String, by tip: Int, _ record: RecordView, _ history: [Replica.Past]) -> Value {
        let state = record.state
        let register = state.register(field, key: key)
        if let own = register.first(where: { $0.origin == tip }) { return own.value }
        if let known = register.first(where: { state.origins[tip].covers(state.origins[$0.origin]) }) { return known.value }
        let dot = state.origins[tip].dot
        if let past = device.replica.replaced(by: dot, field: field, key: key, in: history) { return past }
        let isHeldWhole = history.contains { $0.dot == dot } && history.contains { $0.op.creates }
        return isHeldWhole ? .null : record.kind.position(of: field).map { record.presentation.values[$0] } ?? .null
    }

    /// The two answers to work on a deleted record: it stays deleted, or it comes back with that work.
    private func deletion(_ record: RecordView, _ history: [Replica.Past]) throws -> [ConflictChoice.Option] {
        let state = record.state
        let deleted = Field.deleted.number
        let deletions = Set(state.register(deleted).filter { $0.value == .integer(1) }.map(\.origin)).sorted()
        let work = state.origins.indices.filter { index in
            !deletions.contains(index) && deletions.contains { state.areConcurrent($0, index) }
        }
        let every = record.kind.fields.map(\.number)
        let writtenOver = try writtenOver(deletions, every.filter { $0 != deleted }, record, history)
        return [
            ConflictChoice.Option(
                values: [.integer(1)], writers: try deletions.map { try writer(of: state.origins[$0], [deleted], "", record, history) }),
            ConflictChoice.Option(
                values: [.null], writers: try work.map { try writer(of: state.origins[$0], every, "", record, history) } + writtenOver),
        ]
    }

    /// The other answer to something that was closed while others worked on it: it is open again, with their work.
    private func reopening(
        _ record: RecordView, _ conflict: Conflict, _ fields: [UInt32], _ history: [Replica.Past]
    ) throws -> ConflictChoice.Option? {
        guard let clash = record.kind.clashes.first(where: { $0.name == conflict.name }) else { return nil }
        let state = record.state
        let closing = Set(state.register(clash.field).filter { $0.value.text.map(clash.words.contains) ?? false }.map(\.origin))
        let unseen = Set(state.siblings.filter { clash.against.contains($0.field) }.map(\.origin)).filter { index in
            closing.contains { state.areConcurrent($0, index) }
        }
        return ConflictChoice.Option(
            values: fields.map { $0 == clash.field ? .text("heropend") : .null },
            writers: try unseen.sorted().map { try writer(of: state.origins[$0], clash.against, "", record, history) }
                + writtenOver(closing.sorted(), clash.against, record, history))
    }

    /// Who wrote to the fields unseen by those who closed or deleted the record, where somebody has written over that since; as far as the
    /// history here goes back.
    private func writtenOver(
        _ origins: [Int], _ fields: [UInt32], _ record: RecordView, _ history: [Replica.Past]
    ) throws -> [ConflictChoice.Writer] {
        let missed = record.state.missed.filter { origins.contains($0.origin) && fields.contains($0.field) }
        let unseen = history.filter { past in
            past.verdict == nil
                && missed.contains { each in
                    let closing = history.first { $0.dot == record.state.origins[each.origin].dot }
                    return past.op.registers.contains { $0.field == each.field }
                        && closing.map { $0.dot != past.dot && !$0.saw(past) && !past.saw($0) } ?? false
                }
        }
        return try unseen.filter { past in !record.state.origins.contains { $0.dot == past.dot } }.map {
            try writer(of: $0.dot, at: $0.op.deviceTime, fields, "", record, history)
        }
    }

    private func writer(
        of origin: RecordState.Origin, _ fields: [UInt32], _ key: String, _ record: RecordView, _ history: [Replica.Past]
    ) throws -> ConflictChoice.Writer {
        try writer(of: origin.dot, at: origin.deviceTime, fields, key, record, history)
    }

    private func writer(
        of dot: Dot, at time: Int64, _ fields: [UInt32], _ key: String, _ record: RecordView, _ history: [Replica.Past]
    ) throws -> ConflictChoice.Writer {
        let actor = try device.store.actor(dot.incarnation)
        let op = history.first { $0.dot == dot }?.op
        let index = record.state.origins.firstIndex { $0.dot == dot }
        let written: [(field: UInt32, value: Value)] =
            op?.registers.filter { fields.contains($0.field) && $0.key == key }.map { ($0.field, $0.value) }
            ?? record.state.siblings.filter { $0.origin == index && fields.contains($0.field) && $0.key == key }.map {
                ($0.field, $0.value)
            }
        let writers = Writers(device: device)
        return ConflictChoice.Writer(
            dot: dot, person: writers.name(person: actor.person, author: op?.author ?? "", of: dot),
            device: writers.name(device: actor.device, of: dot), deviceTime: time,
            changes: written.map {
                ($0.field, $0.value, device.replica.replacedValue(by: dot, field: $0.field, key: key, in: history))
            })
    }
}
