import SyncCore
import WijkDomain

/// Which conflicts of a record were settled before, as its history tells.
struct Settlements {
    let kind: Kind
    let history: [Replica.Past]

    /// The names of conflicts (field, group or clash) that some write settled, the last settled first.
    var names: [String] {
        var names: [String] = []
        for write in history.reversed() where write.verdict == nil {
            for (name, fields, isOpen) in scopes(of: write) where !names.contains(name) {
                let seen = history.filter { write.saw($0) && $0.op.registers.contains { fields.contains($0.field) && $0.key.isEmpty } }
                // Who of them nobody else of them had seen: what the settling write stood before.
                let tips = seen.filter { past in !seen.contains { $0.saw(past) } }
                if tips.count > 1, isOpen(tips) { names.append(name) }
            }
        }
        return names
    }

    private typealias Scope = (name: String, fields: [UInt32], isOpen: ([Replica.Past]) -> Bool)

    /// What a write may have settled: by the fields that it wrote.
    private func scopes(of write: Replica.Past) -> [Scope] {
        let written = Set(write.op.registers.filter { $0.key.isEmpty }.map(\.field))
        let grouped = Set(kind.groups.flatMap(\.fields))
        let groups = kind.groups.filter { !written.isDisjoint(with: $0.fields) }.map { group -> Scope in
            (group.name, group.fields, { differ($0, group.fields) })
        }
        let single = kind.fields.filter { field in
            written.contains(field.number) && !grouped.contains(field.number) && field.policy == .review
                && field.number != Field.deleted.number
        }.map { field -> Scope in (field.name, [field.number], { differ($0, [field.number]) }) }
        let clashes = kind.clashes.filter { written.contains($0.field) }.map { clash -> Scope in
            (
                clash.name, [clash.field] + clash.against,
                { tips in
                    tips.contains {
                        $0.op.registers.contains { $0.field == clash.field && $0.value.text.map(clash.words.contains) ?? false }
                    }
                        && tips.contains { $0.op.registers.contains { clash.against.contains($0.field) } }
                }
            )
        }
        return groups + clashes + single
    }

    private func differ(_ tips: [Replica.Past], _ fields: [UInt32]) -> Bool {
        let said = tips.map { tip in
            tip.op.registers.filter { fields.contains($0.field) && $0.key.isEmpty }.map { Op.FieldWrite($0.field, $0.value) }.sorted {
                $0.field < $1.field
            }
        }
        return said.contains { $0 != said[0] }
    }
}
