import SyncCore
import WijkDomain

/// One page of a list, read row by row.
struct RecordPage {
    let device: Device
    var query: RecordQuery
    /// Milliseconds since 1970; only records with a live value written at or after this time, by its writer's clock.
    let changedSince: Int64?
    /// 0 for all.
    let limit: Int
    let offset: Int

    /// How many records there are on all pages.
    func total() throws -> Int {
        guard let changedSince else { return try device.store.count(query) }
        var count = 0
        try device.store.list(query) { row in
            if try isChanged(row.ref, since: changedSince) { count += 1 }
            return true
        }
        return count
    }

    func each(_ body: (RecordQuery.Row) throws -> Void) throws {
        var paged = query
        guard let changedSince else {
            if limit > 0 || offset > 0 {
                paged.limit = limit > 0 ? limit : Int(Int64.max >> 1)
                paged.offset = offset
            }
            return try device.store.list(paged) { row in
                try body(row)
                return true
            }
        }
        var seen = 0
        try device.store.list(paged) { row in
            guard try isChanged(row.ref, since: changedSince) else { return true }
            seen += 1
            if seen > offset { try body(row) }
            return limit == 0 || seen < offset + limit
        }
    }

    private func isChanged(_ ref: RecordRef, since time: Int64) throws -> Bool {
        try device.store.load(ref)?.state.origins.contains { $0.deviceTime >= time } ?? false
    }
}

/// Writes a page as a table, as JSON or as CSV.
struct Listing {
    let client: Client
    let kind: Kind
    let areas: [Int: AreaState]

    func json(_ page: RecordPage) throws {
        let head = JSONPieces(client.streams)
        try head.open { writer in
            writer.member("total", try page.total())
            writer.member("offset", page.offset)
            writer.member("limit", page.limit)
        }
        try head.array("records") { next in
            try page.each { row in
                try next { writer in
                    writer.beginObject()
                    RecordJSON.head(id: row.id, kind: kind, area: areas[row.area], isConflicted: row.isConflicted, into: &writer)
                    RecordJSON.fields(row.values, kind, into: &writer)
                    writer.endObject()
                }
            }
        }
        try head.close()
    }

    /// `id`, `area` and every field, with times in UTC; `import findings` reads it back.
    func csv(_ page: RecordPage) throws {
        var writer = CSVWriter()
        writer.row(["id", "area"] + kind.fields.map(\.name))
        try page.each { row in
            writer.row(["\(row.id)", areas[row.area]?.code ?? ""] + zip(kind.fields, row.values).map { FieldOutput.text($1, $0.type) })
            try client.streams.write(writer.take())
        }
        try client.streams.write(writer.take())
    }

    func table(_ page: RecordPage, columns: [String]) throws {
        let language = client.language
        let dutch = language == .dutch
        let showsArea = areas.count > 1
        var titles: [TableWriter.Column] = [.init("id")]
        if showsArea { titles.append(.init(Labels.label(kind: "area", dutch: dutch))) }
        titles += columns.map { name in
            let title = Labels.label(kind: kind.name, field: name, dutch: dutch)
            if case .integer = kind.field(named: name)?.type { return .init(title, .number) }
            return .init(title)
        }
        var table = TableWriter(titles)
        var count = 0
        try page.each { row in
            count += 1
            var cells = [row.id.short + (row.isConflicted ? " !" : "")]
            if showsArea { cells.append(areas[row.area]?.name ?? "—") }
            for name in columns {
                let position = kind.fields.firstIndex { $0.name == name } ?? 0
                let value = row.values[position]
                cells.append(value.isNull ? "" : FieldOutput.human(value, kind.fields[position].type, language))
            }
            table.row(cells)
        }
        if count > 0 { try client.streams.write(table.render(for: client.streams.terminal)) }
        let total = try page.total()
        let range = count > 0 && count < total ? " (\(page.offset + 1)–\(page.offset + count))" : ""
        try client.streams.write(language(en: "\(total) in all\(range)\n", nl: "\(total) in totaal\(range)\n"))
    }
}

/// A large JSON document written piece by piece, so that its size costs no memory.
struct JSONPieces {
    let streams: StandardStreams

    init(_ streams: StandardStreams) { self.streams = streams }

    /// Begins the document with these members.
    func open(_ body: (inout JSONWriter) throws -> Void) throws {
        var writer = JSONWriter()
        writer.beginObject()
        try body(&writer)
        writer.endObject()
        try streams.write(Array(writer.bytes.dropLast()))
    }

    /// Adds an array after the members there are. Each element is one value on a line of its own.
    func array(_ name: String, _ body: (_ next: ((inout JSONWriter) throws -> Void) throws -> Void) throws -> Void) throws {
        try streams.write(",\n\"\(name)\":[")
        var isFirst = true
        try body { element in
            var writer = JSONWriter()
            try element(&writer)
            try streams.write(isFirst ? "\n" : ",\n")
            try streams.write(writer.bytes)
            isFirst = false
        }
        try streams.write("]")
    }

    func close() throws { try streams.write("}\n") }
}
