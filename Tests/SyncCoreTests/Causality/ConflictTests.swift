import Testing

@testable import SyncCore

/// I6: what is shown of concurrent writes, and when a person must look. Device 1 creates, devices 2 and 3 edit concurrently.
@Suite struct ConflictTests {
    /// The record after `base` by device 1 at position 1, and then each of `edits`, by device 2, 3, …, concurrently, all having seen `base`.
    private func record(_ base: [UInt32: Value] = [2: .text("title")], edits: [[UInt32: Value]]) -> RecordState {
        var state = RecordState(id: recordID(1), kind: 1)
        state.fold(note(base), dot: dot(1, 1), position: 1)
        for (index, edit) in edits.enumerated() {
            state.fold(note(seen: 1, edit), dot: dot(UInt64(index + 2), 1), position: UInt64(index + 2))
        }
        return state
    }

    private func shown(_ state: RecordState, _ field: UInt32) -> Value { state.present(Notes.kind).values[Notes.kind.position(of: field)!] }

    private func conflicts(_ state: RecordState) -> [Conflict] { state.present(Notes.kind).conflicts }

    @Test(arguments: [Value.null, .integer(7), .text("x"), .text(""), .bytes([]), .bytes([0, 1])])
    func `I6 F36: equal concurrent values are no conflict`(value: Value) {
        let state = record(edits: [[8: value], [8: value]])
        #expect(state.register(8).count == 2)
        #expect(conflicts(state).isEmpty)
        #expect(shown(state, 8) == value)
    }

    @Test func `I6 F34 F35: unequal concurrent values are a conflict, and the first of the feed is shown`() {
        let state = record(edits: [[8: .text("a")], [8: .text("b")]])
        #expect(conflicts(state) == [Conflict(cause: .values, name: "remark", fields: [8])])
        #expect(shown(state, 8) == .text("a"))
    }

    @Test func `I6: an emptied field against a filled one is a conflict`() {
        #expect(conflicts(record([2: .text("t"), 8: .text("old")], edits: [[8: .null], [8: .text("new")]])).count == 1)
    }

    @Test func `I6: texts that only look the same are different values`() {
        #expect(conflicts(record(edits: [[8: .text("e\u{301}")], [8: .text("\u{E9}")]])).count == 1)
        #expect(Value.text("e\u{301}") != Value.text("\u{E9}"))
    }

    @Test func `F37: concurrent writes to different fields merge without a conflict`() {
        let state = record(edits: [[3: .text("seen")], [8: .text("b")]])
        #expect(conflicts(state).isEmpty)
        #expect(shown(state, 3) == .text("seen") && shown(state, 8) == .text("b"))
    }

    @Test func `F38: a write that follows its base is no conflict`() {
        var state = record(edits: [[8: .text("a")]])
        state.fold(note(seen: 2, [8: .text("b")]), dot: dot(3, 1), position: 3)
        #expect(conflicts(state).isEmpty && state.live(8) == [dot(3, 1): .text("b")])
    }

    @Test func `F40: a record edited several times offline does not conflict with itself`() {
        var state = record(edits: [])
        for k in 2...6 as ClosedRange<UInt64> { state.fold(note([8: .integer(Int64(k))]), dot: dot(1, k), position: 0) }
        #expect(conflicts(state).isEmpty && state.live(8) == [dot(1, 6): .integer(6)])
    }

    @Test func `a conflict is settled by one op that covers its values`() {
        var state = record(edits: [[8: .text("a")], [8: .text("b")], [8: .text("c")]])
        state.fold(note(seen: 4, [8: .text("b")]), dot: dot(9, 1), position: 5)
        #expect(conflicts(state).isEmpty && state.live(8) == [dot(9, 1): .text("b")])
    }

    @Test func `settling leaves alone what was written meanwhile`() {
        var state = record(edits: [[8: .text("a")], [8: .text("b")], [8: .text("late")]])
        state.fold(note(seen: 3, [8: .text("a")]), dot: dot(9, 1), position: 5)
        #expect(state.live(8) == [dot(4, 1): .text("late"), dot(9, 1): .text("a")])
        #expect(conflicts(state).count == 1)
    }

    @Test(arguments: [
        (["low", "high"], "high"), (["danger", "low"], "danger"), (["low", "high", "danger"], "danger"), (["high", "high"], "high"),
    ])
    func `the furthest along the ladder wins without asking`(values: [String], winner: String) {
        let state = record(edits: values.map { [4: .text($0)] })
        #expect(conflicts(state).isEmpty && shown(state, 4) == .text(winner))
    }

    @Test(arguments: [Value.null, .text("unheard-of"), .integer(3)])
    func `a value that is not on the ladder asks`(value: Value) {
        #expect(conflicts(record(edits: [[4: .text("low")], [4: value]])).map(\.fields) == [[4]])
    }

    @Test func `a union shows all words once, sorted by their bytes`() {
        let state = record(edits: [[5: .text("y\nx")], [5: .text("x\nz")], [5: .null]])
        #expect(conflicts(state).isEmpty && shown(state, 5) == .text("x\ny\nz"))
        #expect(shown(record(edits: [[5: .null], [5: .text("")]]), 5) == .null)
    }

    @Test func `a union of what are not texts asks`() {
        #expect(conflicts(record(edits: [[5: .text("x")], [5: .integer(1)]])).map(\.fields) == [[5]])
    }

    @Test func `I6: coupled fields written concurrently are one conflict that names all of them`() {
        let state = record(edits: [[6: .integer(5)], [7: .text("x")]])
        #expect(conflicts(state) == [Conflict(cause: .coupled, name: "money", fields: [6, 7])])
    }

    @Test func `I6 F36: the same values in all coupled fields are no conflict`() {
        #expect(conflicts(record(edits: [[6: .integer(5), 7: .text("x")], [6: .integer(5), 7: .text("x")]])).isEmpty)
    }

    @Test func `coupled fields written one after the other are no conflict`() {
        var state = record(edits: [[6: .integer(5)]])
        state.fold(note(seen: 2, [7: .text("x")]), dot: dot(3, 1), position: 3)
        #expect(conflicts(state).isEmpty)
    }

    @Test func `a coupled conflict is settled by one op on the whole group`() {
        var state = record(edits: [[6: .integer(5)], [7: .text("x")]])
        state.fold(note(seen: 3, [6: .integer(5), 7: .text("x")]), dot: dot(9, 1), position: 4)
        #expect(conflicts(state).isEmpty)
    }

    @Test func `unequal values of one coupled field are shown as that field's conflict, once`() {
        #expect(conflicts(record(edits: [[6: .integer(5), 7: .text("x")], [6: .integer(6)]])).map(\.name) == ["amount"])
    }

    @Test(arguments: [true, false])
    func `F43: an edit concurrent with a delete survives as a conflict, in either order`(deletesFirst: Bool) {
        let edits: [[UInt32: Value]] = [[1: .integer(1)], [8: .text("work")]]
        let state = record(edits: deletesFirst ? edits : edits.reversed())
        #expect(conflicts(state) == [Conflict(cause: .editedAfterDeletion, name: "deleted", fields: [1])])
        #expect(shown(state, 1) == .null && shown(state, 8) == .text("work"))
    }

    @Test func `F43 C4: who writes over that work with the deletion in sight answers nothing: it is asked until somebody does`() {
        var state = record(edits: [[1: .integer(1)], [8: .text("work")]])
        state.fold(note(seen: 3, [8: .text("more work")]), dot: dot(4, 1), position: 4)
        let asked = [Conflict(cause: .editedAfterDeletion, name: "deleted", fields: [1])]
        #expect(conflicts(state) == asked && state.live(8) == [dot(4, 1): .text("more work")])
        state.fold(note(seen: 4, [8: .text("and more")]), dot: dot(5, 1), position: 5)
        #expect(conflicts(state) == asked && shown(state, 1) == .null, "also by who comes after")
        state.fold(note(seen: 5, [1: .integer(1)]), dot: dot(6, 1), position: 6)
        #expect(conflicts(state).isEmpty && shown(state, 1) == .integer(1), "deleted after all")
    }

    @Test func `C4: work on a record that its writer knew to be deleted is no conflict, nor is the same deletion twice`() {
        var state = record(edits: [[1: .integer(1)]])
        state.fold(note(seen: 2, [8: .text("late")]), dot: dot(3, 1), position: 3)
        state.fold(note(seen: 3, [8: .text("later")]), dot: dot(4, 1), position: 4)
        #expect(conflicts(state).isEmpty)
        var agreed = record(edits: [[1: .integer(1)], [1: .integer(1), 8: .text("double")]])
        agreed.fold(note(seen: 3, [8: .text("a note on it")]), dot: dot(4, 1), position: 4)
        #expect(conflicts(agreed).isEmpty && agreed.missed.isEmpty)
    }

    @Test func `I15: a delete that saw everything is no conflict and stays`() {
        let state = record(edits: [[1: .integer(1)]])
        #expect(conflicts(state).isEmpty && shown(state, 1) == .integer(1))
    }

    @Test func `I6: two who delete the same record at the same time agree`() {
        let state = record(edits: [[1: .integer(1)], [1: .integer(1)]])
        #expect(conflicts(state).isEmpty && shown(state, 1) == .integer(1))
    }

    @Test func `a delete and a concurrent restore ask once`() {
        let state = record([2: .text("t"), 1: .integer(1)], edits: [[1: .integer(1)], [1: .null]])
        #expect(conflicts(state).map(\.fields) == [[1]])
        #expect(shown(state, 1) == .null)
    }

    @Test func `F43: deleting again, having seen the edit, settles it`() {
        var state = record(edits: [[1: .integer(1)], [8: .text("work")]])
        state.fold(note(seen: 3, [1: .integer(1)]), dot: dot(9, 1), position: 4)
        #expect(conflicts(state).isEmpty && shown(state, 1) == .integer(1))
    }

    @Test func `unknown and keyed registers conflict too, with their number and key`() {
        var state = record(edits: [])
        for (k, incarnation) in [2, 3].enumerated() {
            var op = note(seen: 1, [:])
            op.writes = [Op.FieldWrite(6, key: "2026", .integer(Int64(k))), Op.FieldWrite(99, .integer(Int64(k)))]
            state.fold(op, dot: dot(UInt64(incarnation), 1), position: UInt64(k + 2))
        }
        #expect(conflicts(state).filter { $0.cause == .values }.map { "\($0.name)/\($0.key)" } == ["amount/2026", "field 99/"])
    }

    /// Over every small history: a conflict is listed just where the live values differ.
    @Test func `I6: in every small history, review asks just where live values differ`() {
        var wrong: [String] = []
        for equal in [false, true] {
            for count in 1...4 {
                History.forEach(count: count, fields: [[3], [8], [3, 8]]) { history in
                    var state = RecordState(id: recordID(1), kind: 1)
                    for (index, edit) in history.edits.enumerated() {
                        var op = history.op(index)
                        if equal { op.writes = op.writes.map { Op.FieldWrite($0.field, .integer(Int64(index % 2))) } }
                        state.fold(op, dot: edit.dot, position: UInt64(index + 1))
                    }
                    let differing = ([3, 8] as [UInt32]).filter { field in
                        Set(history.live(field).values.map { equal ? .integer($0.integer! % 2) : $0 }).count > 1
                    }
                    let listed = state.present(Notes.kind).conflicts.flatMap(\.fields)
                    if listed != differing { wrong.append("\(history): \(listed), not \(differing)") }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count), the first: \(wrong.first ?? "")")
    }
}
