@testable import SyncCore

/// A dotted version vector set as one register of a record and the vector of what its holder knows: `update` is an op with the
/// client's vector as its context, `sync` is a fold of both sides' ops.
struct DottedSetReplay {
    static let cases = ["join", "update", "sync", "sync_update (Mary and Peter)", "less"]

    struct Clock {
        /// What was folded, in order.
        var ops: [(dot: Dot, op: Op)] = []
        var known = VersionVector()
        /// A client's clock that is not yet an op: its value.
        var fresh: Value?

        var state: RecordState {
            var state = RecordState(id: recordID(1), kind: 1)
            for (dot, op) in ops { state.fold(op, dot: dot, position: 0) }
            return state
        }
    }

    var sets: [String: Clock] = [:]

    func life(_ name: String) -> Incarnation { SyncCoreTests.life(UInt64(name.utf8.reduce(0) { $0 * 256 + Int($1) })) }

    func set(_ json: JSON) -> Clock {
        switch json {
        case .text(let name): return sets[name]!
        case .object: return literal(json)
        default: break
        }
        switch json[0].text {
        case "new": return Clock(fresh: value(json[1][0]))
        case "new_vv": return Clock(known: vector(json[1]), fresh: value(json[2][0]))
        case "update":
            let client = set(json[1])
            return update(client, json[2] == .null ? Clock(known: client.known) : set(json[2]), life(json[3].text!))
        default: return json[1].list.map { set($0) }.reduce(Clock()) { sync($0, $1) }
        }
    }

    func vector(_ json: JSON) -> VersionVector {
        json.list.first?.text == "join" ? set(json[1]).known : VersionVector(json.list.map { (life($0[0].text!), UInt64($0[1].number!)) })
    }

    private func value(_ json: JSON) -> Value { .text(json.text!) }

    private func update(_ client: Clock, _ server: Clock, _ id: Incarnation) -> Clock {
        var result = server
        let dot = Dot(id, max(client.known.bound(of: id), server.known.bound(of: id)) + 1)
        var op = note([2: client.fresh!])
        op.context.vector = client.known
        // The published clock numbers by server; here a writer has seen its own earlier ops, so each value is another life's.
        result.ops.append((alias(dot), aliased(op)))
        result.known.join(client.known)
        result.known.insert(dot)
        return result
    }

    /// Values written by way of one server need not know each other: each (server, counter) becomes a life of its own.
    private func alias(_ dot: Dot) -> Dot { Dot(Incarnation(ID128(high: dot.incarnation.id.low, low: dot.k)), 1) }

    private func aliased(_ op: Op) -> Op {
        var op = op
        let seen = op.context.vector
        op.context.vector = VersionVector()
        for entry in seen.entries {
            for k in 1...entry.k { op.context.vector.insert(alias(Dot(entry.incarnation, k))) }
        }
        return op
    }

    /// Each entry's newest values are live; the older ones were covered by somebody, for which an op without values stands.
    private func literal(_ json: JSON) -> Clock {
        var clock = Clock()
        for entry in json["entries"].list {
            let (id, k, values) = (life(entry[0].text!), UInt64(entry[1].number!), entry[2].list)
            for (back, text) in values.enumerated() { clock.ops.append((alias(Dot(id, k - UInt64(back))), note([2: value(text)]))) }
            clock.known.include(through: Dot(id, k))
        }
        return clock
    }

    /// Ops that one side knows and has not live were covered there, and so are they after the join.
    private func sync(_ left: Clock, _ right: Clock) -> Clock {
        func kept(_ clock: Clock, against other: Clock) -> [(dot: Dot, op: Op)] {
            let (live, theirs) = (Set(clock.state.live(2).keys), Set(other.state.live(2).keys))
            return clock.ops.filter { op in
                let server = Incarnation(ID128(high: 0, low: op.dot.incarnation.id.high))
                let known = other.known.contains(Dot(server, op.dot.incarnation.id.low))
                return live.contains(op.dot) && (!known || theirs.contains(op.dot))
            }
        }
        let mine = kept(left, against: right)
        let more = kept(right, against: left).filter { op in !mine.contains { $0.dot == op.dot } }
        return Clock(ops: mine + more, known: left.known.joined(with: right.known))
    }

    func holds(_ expectation: [JSON]) -> Bool {
        let claim = expectation[1]
        if expectation[0].text != "eq" {
            let (left, right) = (set(claim[1]).known, set(claim[2]).known)
            return (right.descends(left) && left != right) == (expectation[0].text == "true")
        }
        if claim.list.first?.text == "join" { return set(claim[1]).known == vector(expectation[2]) }
        let (found, wanted) = (set(claim), set(expectation[2]))
        return found.known == wanted.known && Set(found.state.live(2).values) == Set(wanted.state.live(2).values)
    }
}
