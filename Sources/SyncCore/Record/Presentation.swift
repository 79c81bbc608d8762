/// What a record shows: per field one value, and what a person must look at. Computed when reading, never written, so that
/// every replica shows the same (DESIGN, "Folding and conflicts").
public struct Presentation: Sendable {
    /// In the order of `Kind.fields`.
    public var values: [Value]
    public var conflicts: [Conflict] = []
}

/// Registers that one person has to look at together.
public struct Conflict: Sendable, Equatable {
    public enum Cause: Sendable, Equatable {
        /// Concurrent, unequal values of one field (C1).
        case values
        /// Concurrent writes to different fields that belong together (C2, coupled).
        case coupled
        /// Work on a record that somebody deleted at the same time (C4).
        case editedAfterDeletion
        /// Moved to different areas at the same time (C10).
        case moved
        /// One said something (closed) while another, unseen, did what does not go with it (seen again): C3, C9.
        case clash
        /// It was settled, and somebody asks for another decision.
        case reopened
    }

    public let cause: Cause
    /// The field's or the group's name.
    public let name: String
    /// The fields that an op has to set to settle it.
    public let fields: [UInt32]
    /// The key, when the register is one of a map.
    public let key: String

    public init(cause: Cause, name: String, fields: [UInt32], key: String = "") {
        self.cause = cause
        self.name = name
        self.fields = fields
        self.key = key
    }
}

extension RecordState {
    public func present(_ kind: Kind) -> Presentation {
        var result = Presentation(values: [Value](repeating: .null, count: kind.fields.count))
        var start = 0
        while start < siblings.count {
            var end = start + 1
            while end < siblings.count, siblings[end].field == siblings[start].field, siblings[end].key == siblings[start].key { end += 1 }
            present(siblings[start..<end], of: kind, into: &result)
            start = end
        }
        if origins.count > 1 { presentAcrossFields(kind, &result) }
        if let place = kind.question.flatMap(kind.position(of:)), let names = result.values[place].text {
            result.conflicts += names.split(separator: "\n").compactMap { kind.reopened(String($0)) }
        }
        return result
    }

    private func present(_ register: ArraySlice<Sibling>, of kind: Kind, into result: inout Presentation) {
        let first = register[register.startIndex]
        if first.field == Field.place.number {
            if differing(register) { result.conflicts.append(Conflict(cause: .moved, name: Field.place.name, fields: [first.field])) }
            return
        }
        guard let position = kind.position(of: first.field) else {
            if differing(register) {
                result.conflicts.append(Conflict(cause: .values, name: "field \(first.field)", fields: [first.field], key: first.key))
            }
            return
        }
        let field = kind.fields[position]
        var shown = first.value
        if register.count > 1, differing(register) {
            if let settled = field.policy.settle(register.map(\.value)) {
                shown = settled
            } else {
                result.conflicts.append(Conflict(cause: .values, name: field.name, fields: [field.number], key: first.key))
            }
        }
        if first.key.isEmpty {
            result.values[position] = shown
        } else if !shown.isNull {
            let entry = "\(first.key)=\(shown.integer ?? 0)"
            result.values[position] = .text(result.values[position].text.map { "\($0)\n\(entry)" } ?? entry)
        }
    }

    private func differing(_ register: ArraySlice<Sibling>) -> Bool {
        register.dropFirst().contains { $0.value != register[register.startIndex].value }
    }

    private func presentAcrossFields(_ kind: Kind, _ result: inout Presentation) {
        let deletions = Set(register(Field.deleted.number).filter { $0.value == .integer(1) }.map(\.origin))
        let work = origins.indices.filter { !deletions.contains($0) }
        let isUnseen = missed.contains { deletions.contains($0.origin) && $0.field != Field.deleted.number }
        if isUnseen || deletions.contains(where: { deletion in work.contains { areConcurrent($0, deletion) } }) {
            result.values[0] = .null
            result.conflicts.removeAll { $0.fields == [Field.deleted.number] }
            result.conflicts.append(Conflict(cause: .editedAfterDeletion, name: Field.deleted.name, fields: [Field.deleted.number]))
        }
        for group in kind.groups where !result.conflicts.contains(where: { group.fields.contains($0.fields[0]) }) {
            let members = siblings.filter { group.fields.contains($0.field) }
            let clash = members.contains { left in
                members.contains { right in
                    (left.field, left.key) < (right.field, right.key) && areConcurrent(left.origin, right.origin)
                        && !wroteBoth(left, right, among: members)
                }
            }
            if clash { result.conflicts.append(Conflict(cause: .coupled, name: group.name, fields: group.fields)) }
        }
        for clash in kind.clashes where isOpen(clash) {
            result.conflicts.append(Conflict(cause: .clash, name: clash.name, fields: [clash.field]))
        }
    }

    private func isOpen(_ clash: Kind.Clash) -> Bool {
        let sayings = register(clash.field).filter { $0.value.text.map(clash.words.contains) ?? false }
        return sayings.contains { saying in
            siblings.contains { clash.against.contains($0.field) && areConcurrent(saying.origin, $0.origin) }
                || missed.contains { clash.against.contains($0.field) && $0.origin == saying.origin }
        }
    }

    /// Whether one of two writers wrote the other's value too: then the two stand together as that writer meant them.
    private func wroteBoth(_ left: Sibling, _ right: Sibling, among members: [Sibling]) -> Bool {
        members.contains { $0.field == right.field && $0.key == right.key && $0.value == right.value && $0.origin == left.origin }
            || members.contains { $0.field == left.field && $0.key == left.key && $0.value == left.value && $0.origin == right.origin }
    }
}

extension Kind {
    /// The conflict that a name in the question field stands for; `nil` for a name that this schema does not know.
    public func reopened(_ name: String) -> Conflict? {
        guard let question else { return nil }
        let fields =
            groups.first { $0.name == name }?.fields ?? clashes.first { $0.name == name }.map { [$0.field] }
            ?? field(named: name).map { [$0.number] }
        return fields.map { Conflict(cause: .reopened, name: name, fields: $0 + [question]) }
    }

    /// What a conflict is about: the fields that settle it, without the one that only says that it was opened again.
    public func subject(of conflict: Conflict) -> [UInt32] { conflict.fields.filter { $0 != question } }
}

extension MergePolicy {
    /// The value that different concurrent values make together; `nil` when a person must choose.
    func settle(_ values: [Value]) -> Value? {
        switch self {
        case .review: return nil
        case .max(let ladder):
            let steps = values.map { value in value.text.flatMap { ladder.firstIndex(of: $0) } }
            guard steps.allSatisfy({ $0 != nil }), let highest = steps.compactMap({ $0 }).max() else { return nil }
            return .text(ladder[highest])
        case .union:
            var words: Set<String> = []
            for value in values {
                if value.isNull { continue }
                guard let text = value.text else { return nil }
                words.formUnion(text.split(separator: "\n").map(String.init))
            }
            return words.isEmpty ? .null : .text(words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "\n"))
        }
    }
}
