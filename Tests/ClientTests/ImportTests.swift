import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

@Suite struct ImportTests {
    private func importer(_ csv: String, _ device: Device, map: [String] = [], ignoring: Bool = false, area: String? = "WK034401") throws
        -> Importer
    {
        let file = try ImportFile(
            bytes: Array(csv.utf8), kind: FindingKind.kind, map: map, ignoresUnmapped: ignoring,
            defaults: [Op.FieldWrite(16, .text("nieuw"))],
            area: area, input: .plain, language: .english, resolve: { try AreaChoice(device, .english).resolve($0).code })
        return Importer(device: device, kind: FindingKind.kind, file: file, language: .english)
    }

    private func run(_ importer: Importer) throws -> Importer.Result { try importer.run(areaName: { $0 }, progress: { _ in }) }

    private func count(_ device: Device) throws -> Int { try device.store.count(RecordQuery(FindingKind.kind)) }

    @Test func `all rows come in, by field names and Dutch labels, in their areas`() throws {
        let space = try Workspace()
        let device = try space.device()
        let csv = "omschrijving;Gebied;lat;lon;Waargenomen op\n\"een\r\ntwee\";WK034402;52,1;5,1;2026-11-24\ndrie;;;;\n"
        let result = try run(try importer(csv, device))
        #expect(result.imported == 2 && result.badCount == 0)
        #expect(try device.store.areas().map(\.code).sorted() == ["WK034401", "WK034402"])
        var rows: [RecordQuery.Row] = []
        try device.store.list(RecordQuery(FindingKind.kind)) { row in
            rows.append(row)
            return true
        }
        let texts = rows.compactMap { $0.values[4].text }
        #expect(Set(texts) == ["een\ntwee", "drie"])
        #expect(rows.contains { $0.values[6] == .integer(521_000_000) && $0.values[7] == .integer(51_000_000) })
    }

    @Test func `one bad row: every bad row is listed by line, and nothing is imported`() throws {
        let space = try Workspace()
        let device = try space.device()
        let csv = "description,status,lat\ngood,nieuw,\n\"two\nlines\",foo,\n,nieuw,\nshort\nx,nieuw,north\n"
        let refused = try #require(throws: Importer.Refused.self) { try run(try importer(csv, device)) }
        #expect(refused.result.bad.map(\.line) == [3, 5, 6, 7])
        #expect(refused.result.bad[0].reason.hasPrefix("status: "))
        #expect(refused.result.bad[2].reason == "1 columns; the header has 3")
        #expect(try count(device) == 0)
        #expect(try device.store.areas().isEmpty)
        #expect(try importer(csv, device).check().badCount == 4)
    }

    @Test func `a broken end of the file is a bad row too`() throws {
        let space = try Workspace()
        let device = try space.device()
        let refused = try #require(throws: Importer.Refused.self) { try run(try importer("description\ngood\n\"open", device)) }
        #expect(refused.result.bad.map(\.line) == [3])
        #expect(try count(device) == 0)
    }

    @Test func `importing again adds nothing, and a number twice in one file is a bad row`() throws {
        let space = try Workspace()
        let device = try space.device()
        let csv = "description,external_id\na,1\nb,2\nc,\n"
        #expect(try run(try importer(csv, device)).imported == 3)
        let again = try run(try importer(csv, device))
        #expect(again.imported == 1 && again.skipped == 2)
        #expect(try count(device) == 4)
        let elsewhere = try run(try importer(csv, device, area: "WK034402"))
        #expect(elsewhere.imported == 3)
        let refused = try #require(throws: Importer.Refused.self) { try run(try importer("description,external_id\na,7\nb,7\n", device)) }
        #expect(refused.result.bad.map(\.line) == [3])
    }

    @Test func `columns that mean nothing are named, unless they may be left out`() throws {
        let space = try Workspace()
        let device = try space.device()
        let csv = "description,colour,shape\na,red,round\n"
        let error = try #require(throws: ClientError.self) { try importer(csv, device) }
        #expect(error.message.contains("colour, shape") && error.status == .badData)
        #expect(try run(try importer(csv, device, ignoring: true)).imported == 1)
        #expect(try run(try importer(csv, device, map: ["colour=tags", "shape=remark"])).imported == 1)
        #expect(throws: ClientError.self) { try importer(csv, device, map: ["size=tags"]) }
        #expect(throws: ClientError.self) { try importer(csv, device, map: ["colour=remark", "shape=remark"]) }
        #expect(throws: Violation.self) { try importer(csv, device, map: ["colour=nothing"]) }
    }

    @Test(
        .enabled(if: TestData.isPresent, "WIJK_TEST_DATA is not set"),
        arguments: [
            "comma_in_quotes", "escaped_quotes", "json", "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "utf8",
        ])
    func `the public CSV cases come in whole`(name: String) throws {
        let space = try Workspace()
        let device = try space.device()
        let bytes = try TestData.bytes("vectors/csv-spectrum/csvs/\(name).csv")
        var reader = CSVReader(bytes)
        let header = try #require(try reader.next()).fields
        var expected: [String] = []
        while let row = try reader.next() { expected.append(FieldInput.clean(row.fields.last ?? "")) }
        let importer = try importer(
            String(decoding: bytes, as: UTF8.self), device, map: ["\(header.last ?? "")=description"], ignoring: true)
        #expect(try run(importer).imported == expected.count)
        var texts: [String] = []
        try device.store.list(RecordQuery(FindingKind.kind)) { row in
            texts.append(row.values[4].text ?? "")
            return true
        }
        #expect(texts.sorted() == expected.sorted())
    }

    @Test func `text in any encoding but UTF-8, and no text at all, is refused`() throws {
        let space = try Workspace()
        let device = try space.device()
        for bytes in [Array("description\nab".utf8) + [0xE9], Array("description\na".utf8) + [0]] as [[UInt8]] {
            let file = try ImportFile(
                bytes: bytes, kind: FindingKind.kind, map: [], ignoresUnmapped: false, defaults: [Op.FieldWrite(16, .text("nieuw"))],
                area: "WK034401", input: .plain, language: .english, resolve: { $0 })
            let result = try Importer(device: device, kind: FindingKind.kind, file: file, language: .english).check()
            #expect(result.badCount == 1)
        }
        #expect(throws: ClientError.self) { try importer("", device) }
    }
}
