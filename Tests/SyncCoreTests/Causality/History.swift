@testable import SyncCore

/// A history of edits on one record, as sets: who wrote, what had been seen, which fields. Knows what must be live, without
/// clocks, vectors or positions.
struct History: CustomStringConvertible {
    struct Edit {
        let replica: Int
        /// Indexes of all the edits that its writer had seen; closed under "seen".
        let seen: Set<Int>
        let fields: [UInt32]
        let dot: Dot
    }

    var edits: [Edit] = []

    var description: String {
        edits.enumerated().map { "\($0):r\($1.replica)\($1.fields) saw \($1.seen.sorted())" }.joined(separator: "; ")
    }

    mutating func add(replica: Int, seen: Set<Int>, fields: [UInt32]) {
        let k = edits.count { $0.replica == replica } + 1
        edits.append(Edit(replica: replica, seen: seen, fields: fields, dot: SyncCoreTests.dot(UInt64(replica + 1), UInt64(k))))
    }

    /// With everything seen written out, dot by dot.
    func op(_ index: Int, seen: UInt64? = nil) -> Op {
        let edit = edits[index]
        var op = note(Dictionary(uniqueKeysWithValues: edit.fields.map { ($0, .integer(Int64(index))) }))
        if let seen { op.context.seen = seen } else { for other in edit.seen { op.context.vector.insert(edits[other].dot) } }
        return op
    }

    /// What must be in a register: the writes that no other write to it had seen.
    func live(_ field: UInt32) -> [Dot: Value] {
        let writers = edits.indices.filter { edits[$0].fields.contains(field) }
        let covered = writers.reduce(into: Set<Int>()) { $0.formUnion(edits[$1].seen) }
        return Dictionary(uniqueKeysWithValues: writers.filter { !covered.contains($0) }.map { (edits[$0].dot, .integer(Int64($0))) })
    }

    /// Of each edit that is still live, the fields to which something was written that it had not seen, and that whatever stands there
    /// now does not show.
    func missed(fields: [UInt32]) -> [Dot: Set<UInt32>] {
        var missed: [Dot: Set<UInt32>] = [:]
        let alive = Set(fields.flatMap { live($0).keys })
        for index in edits.indices where alive.contains(edits[index].dot) {
            func isUnseen(_ other: Int) -> Bool {
                other != index && !edits[index].seen.contains(other) && !edits[other].seen.contains(index)
            }
            for field in fields {
                let here = edits.indices.filter { edits[$0].fields.contains(field) && isUnseen($0) }
                let shown = live(field).keys
                if !here.isEmpty, !here.contains(where: { shown.contains(edits[$0].dot) }) {
                    missed[edits[index].dot, default: []].insert(field)
                }
            }
        }
        return missed
    }

    /// Every order in which each edit comes after those its writer had seen.
    func forEachOrder(_ body: ([Int]) -> Void) {
        var order: [Int] = []
        func extend() {
            if order.count == edits.count { return body(order) }
            for next in edits.indices where !order.contains(next) && edits[next].seen.allSatisfy({ order.contains($0) }) {
                order.append(next)
                extend()
                order.removeLast()
            }
        }
        extend()
    }

    func randomOrder(_ random: inout SeededRandom) -> [Int] {
        var order: [Int] = []
        var done: Set<Int> = []
        while order.count < edits.count {
            let ready = edits.indices.filter { !done.contains($0) && edits[$0].seen.isSubset(of: done) }
            order.append(random.pick(ready))
            done.insert(order.last!)
        }
        return order
    }

    /// All histories of `count` edits: replicas numbered by first appearance, every causal pattern, every choice of fields.
    static func forEach(count: Int, fields choices: [[UInt32]], _ body: (History) -> Void) {
        func extend(_ history: History) {
            if history.edits.count == count { return body(history) }
            let known = (history.edits.map(\.replica).max() ?? -1) + 1
            for replica in 0..<min(known + 1, 3) {
                let own = history.closure(of: history.edits.indices.filter { history.edits[$0].replica == replica })
                for mask in 0..<(1 << history.edits.count) {
                    let seen = Set(history.edits.indices.filter { mask >> $0 & 1 == 1 })
                    guard own.isSubset(of: seen), history.closure(of: seen) == seen else { continue }
                    for fields in choices {
                        var next = history
                        next.add(replica: replica, seen: seen, fields: fields)
                        extend(next)
                    }
                }
            }
        }
        extend(History())
    }

    func closure(of seen: some Sequence<Int>) -> Set<Int> { seen.reduce(into: Set(seen)) { $0.formUnion(edits[$1].seen) } }

    static func random(_ random: inout SeededRandom, edits count: Int, replicas: Int, fields: Int) -> History {
        var history = History()
        for _ in 0..<count {
            let replica = random.below(replicas)
            var seen = history.closure(of: history.edits.indices.filter { history.edits[$0].replica == replica })
            for other in history.edits.indices where random.percent(20) { seen.formUnion(history.closure(of: [other])) }
            let numbers = (0..<(1 + random.below(fields))).map { _ in UInt32(2 + random.below(fields)) }
            history.add(replica: replica, seen: seen, fields: Set(numbers).sorted())
        }
        return history
    }
}
