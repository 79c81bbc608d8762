extension RecordState {
    /// Deleted, and nobody worked on it who had not seen that, nor afterwards: every deletion covers every other live value.
    var isTombstone: Bool {
        let deletions = Set(register(Field.deleted.number).map(\.origin))
        guard !deletions.isEmpty, register(Field.deleted.number).allSatisfy({ $0.value == .integer(1) }) else { return false }
        return origins.indices.allSatisfy { index in
            deletions.contains(index) || deletions.allSatisfy { origins[$0].covers(origins[index]) }
        }
    }
}
