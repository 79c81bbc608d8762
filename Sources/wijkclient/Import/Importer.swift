import SyncCore

/// Takes the rows of a file into a replica: all of them, or none.
struct Importer {
    struct Result {
        var rows = 0
        var imported = 0
        /// Rows whose external number the area has already.
        var skipped = 0
        /// The first of the bad rows, and how many there are.
        var bad: [BadRow] = []
        var badCount = 0
    }

    let device: Device
    let kind: Kind
    let file: ImportFile
    let language: Language

    /// How many bad rows are listed one by one.
    static let listed = 1_000
    /// How many records make one transaction on the wire, fewer when their texts are long; all are one transaction on the device.
    private static let batch = 500
    private static let batchBytes = 1 << 20

    /// Checks every row and writes nothing. Knows what is held already, so that it counts what an import would.
    func check() throws -> Result {
        var held = HeldNumbers(device: device, kind: kind)
        return try read(&held) { _ in }
    }

    /// - Throws: `Interruption`'s error when a signal came: then nothing was written.
    func run(areaName: (String) -> String, progress: (Int) -> Void) throws -> Result {
        try device.store.transaction {
            var held = HeldNumbers(device: device, kind: kind)
            var pending: [String: [Draft]] = [:]
            var bytes: [String: Int] = [:]
            var written = 0
            func flush(_ area: String) throws {
                guard let drafts = pending.removeValue(forKey: area), !drafts.isEmpty else { return }
                bytes[area] = nil
                try Interruption.check(language)
                _ = try device.replica.ensureArea(area, name: areaName(area))
                try device.replica.write(drafts)
                written += drafts.count
                progress(written)
            }
            let result = try read(&held) { row in
                pending[row.area, default: []].append(Draft(kind: kind.number, area: row.area, writes: row.writes))
                bytes[row.area, default: 0] += row.writes.reduce(0) { $0 + $1.value.size }
                if pending[row.area]?.count == Self.batch || bytes[row.area, default: 0] >= Self.batchBytes { try flush(row.area) }
            }
            guard result.badCount == 0 else { throw Refused(result: result) }
            for area in pending.keys.sorted() { try flush(area) }
            return result
        }
    }

    /// Undoes the transaction and carries the bad rows out of it.
    struct Refused: Error {
        let result: Result
    }

    private func read(_ held: inout HeldNumbers, _ take: (ImportRow) throws -> Void) throws -> Result {
        var result = Result()
        var lines: [String: Int] = [:]
        var numbers = held
        func note(_ bad: BadRow) {
            result.badCount += 1
            if result.bad.count < Self.listed { result.bad.append(bad) }
        }
        var rejected: [BadRow] = []
        try file.read(
            good: { row in
                result.rows += 1
                if let external = row.externalID {
                    if try numbers.has(external, in: row.area) {
                        result.skipped += 1
                        return
                    }
                    let key = row.area + "\n" + external
                    if let line = lines[key] {
                        rejected.append(BadRow(line: row.line, reason: repeated(external, line)))
                        return
                    }
                    lines[key] = row.line
                }
                result.imported += 1
                try take(row)
            },
            bad: { rejected.append($0) })
        rejected.forEach(note)
        held = numbers
        return result
    }

    private func repeated(_ external: String, _ line: Int) -> String {
        language(en: "external_id: \(external) is on line \(line) already", nl: "external_id: \(external) staat al op regel \(line)")
    }
}

/// The external numbers that areas hold already, also of deleted records; read once per area, and only when a file has numbers.
struct HeldNumbers {
    let device: Device
    let kind: Kind
    private var byArea: [String: Set<String>] = [:]

    init(device: Device, kind: Kind) {
        self.device = device
        self.kind = kind
    }

    mutating func has(_ external: String, in area: String) throws -> Bool {
        if let known = byArea[area] { return known.contains(external) }
        let numbers = try read(area)
        byArea[area] = numbers
        return numbers.contains(external)
    }

    private func read(_ code: String) throws -> Set<String> {
        guard let area = try device.store.area(code), let position = kind.fields.firstIndex(where: { $0.name == "external_id" }) else {
            return []
        }
        var query = RecordQuery(kind)
        query.areas = [area.number]
        query.withDeleted = true
        var numbers: Set<String> = []
        try device.store.list(query) { row in
            if let number = row.values[position].text { numbers.insert(number) }
            return true
        }
        return numbers
    }
}
