import FoundationEssentials
import Glibc
import SyncCore
import Testing

@testable import wijkclient

extension ProcessTests {
    /// Real reports and hostile texts, through import, sync, and out again on another device.
    @Suite(.enabled(if: PublicData.isPresent, "WIJK_TEST_DATA is not set"), .serialized) struct RealInputTests {
        /// The 53,501 public-space reports with the Amsterdam texts, row by row over two areas.
        private struct Reports {
            var csv: [UInt8] = []
            /// By area and number: the text, as it must come out.
            var texts: [String: [String: String]] = [Site.overvecht: [:], Site.binnenstad: [:]]
            var count = 0

            init() throws {
                let texts = try Self.rows("reports/amsterdam_voorbeeld_meldingen.csv").map { $0[0] }
                let packed = try Files.bytes(PublicData.path("reports/stuttgart_gelbe_karten_2020_2026.csv.gz"))
                let plain = try Gzip.decompress(packed, limits: .init(maximumBytes: 64 << 20, maximumRatio: 100))
                csv = Self.line(["external_id", "area", "description", "category", "address", "latitude", "longitude", "observed_at"])
                for row in try Self.rows(plain) {
                    count += 1
                    let area = count.isMultiple(of: 2) ? Site.overvecht : Site.binnenstad
                    let text = "\(texts[count % texts.count]) [\(row[1])]"
                    csv += Self.line([String(count), area, text, "afval/grofvuil", row[2], row[3], row[4], row[0] + "Z"])
                    self.texts[area]![String(count)] = FieldInput.clean(text)
                }
            }

            /// As it is: a file that others made, unlike ours, does not keep a spreadsheet from calculating.
            static func line(_ fields: [String]) -> [UInt8] {
                Array((fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n").utf8)
            }

            static func rows(_ name: String) throws -> [[String]] { try rows(try Files.bytes(PublicData.path(name))) }

            private static func rows(_ bytes: [UInt8]) throws -> [[String]] {
                var reader = CSVReader(bytes)
                _ = try reader.next()
                var rows: [[String]] = []
                while let row = try reader.next() { rows.append(row.fields) }
                return rows
            }
        }

        @Test func `I1 I12: 53,501 real reports in two areas reach two devices, each its own area, byte for byte`() throws {
            let reports = try Reports()
            #expect(reports.count == 53_501)
            let site = try Site()
            let both = try site.enrolled("both", [Site.overvecht, Site.binnenstad])
            let file = site.path + "/reports.csv"
            try Files.write(file, reports.csv)
            let imported = try both.good("import", "findings", file, "--set", "source=meldpunt")
            #expect(imported.output.contains("53501"), "\(imported.output)")
            #expect(try both.sync().pending == 0)
            for (name, area) in [("north", Site.overvecht), ("south", Site.binnenstad)] {
                let tablet = try site.enrolled(name, [area])
                try tablet.sync()
                let findings = try tablet.findings()
                let expected = try #require(reports.texts[area])
                #expect(findings.count == expected.count)
                #expect(findings.allSatisfy { $0.area == area })
                let differing = findings.filter { finding in
                    guard let number = finding.fields.externalID, let text = expected[number] else { return true }
                    return !text.utf8.elementsEqual((finding.fields.description ?? "").utf8)
                }
                #expect(differing.isEmpty, "\(differing.prefix(3))")
                try site.expectInStep([tablet], areas: [area])
            }
            #expect(try both.count() == 53_501)
            try site.expectInStep([both], areas: [Site.overvecht, Site.binnenstad])
            #expect(try both.good("import", "findings", file).output.contains("53501 were here already"))
        }

        @Test func `A12 E8 F69: naughty strings come out on another device as they went in, and none reaches the terminal raw`() throws {
            let strings = try JSONDecoder().decode([String].self, from: Data(try Files.bytes(PublicData.path("vectors/blns.json"))))
            let kind = FieldType.text(maximum: 10_000, lines: true)
            let allowed = strings.map(FieldInput.clean).filter { !$0.isEmpty && kind.violation(of: .text($0)) == nil }
            #expect(allowed.count > 400 && allowed.count < strings.count)
            let site = try Site()
            let first = try site.enrolled("first")
            var csv = Reports.line(["external_id", "description", "remark"])
            for (index, text) in allowed.enumerated() { csv += Reports.line([String(index), text, text]) }
            let file = site.path + "/naughty.csv"
            try Files.write(file, csv)
            try first.good("import", "findings", file, "--area", Site.overvecht)
            try first.sync()
            let second = try site.enrolled("second")
            try second.sync()
            let findings = try second.findings()
            #expect(findings.count == allowed.count)
            for finding in findings {
                let text = allowed[Int(finding.fields.externalID ?? "") ?? 0]
                for field in [finding.fields.description, finding.fields.remark] {
                    #expect((field ?? "").utf8.elementsEqual(text.utf8), "\(text.debugDescription)")
                }
            }
            try site.expectInStep([first, second])
            for arguments in [["finding", "list", "--limit", "0"], ["finding", "show", findings[0].id], ["status"]] {
                let shown = try second.start(arguments).outcome()
                #expect(shown.status == 0)
                let control = shown.output.unicodeScalars.first { $0 != "\n" && SafeText.isControl($0) }
                #expect(control == nil, "\(arguments): U+\(String(control?.value ?? 0, radix: 16))")
            }
            // Those the field does not take are refused one by one, by line, and nothing of the file is taken.
            let refused = strings.map(FieldInput.clean).filter { kind.violation(of: .text($0)) != nil }
            try Files.write(file, Reports.line(["description"]) + refused.flatMap { Reports.line([$0]) })
            let outcome = try first.run("import", "findings", file, "--area", Site.overvecht)
            #expect(outcome.status == 65 && outcome.errors.contains("not allowed"), "\(outcome.errors)")
            #expect(outcome.errors.unicodeScalars.allSatisfy { $0 == "\n" || !SafeText.isControl($0) })
            #expect(try first.count() == allowed.count)
        }

        @Test func `a file that is not UTF-8 is refused with the line, and nothing of it is taken`() throws {
            let site = try Site(starting: false)
            let tablet = site.tablet("tablet")
            let hostile = try Files.bytes(PublicData.path("vectors/UTF-8-test.txt"))
            let valid = hostile.split(separator: 0x0A, omittingEmptySubsequences: false).prefix { line in
                String(validating: line, as: UTF8.self) != nil
            }
            let file = site.path + "/utf8.csv"
            try Files.write(file, Array("description\n".utf8) + hostile.map { [0, 0x22, 0x2C].contains($0) ? 0x20 : $0 })
            let outcome = try tablet.run("import", "findings", file, "--area", Site.overvecht)
            #expect(outcome.status == 65 && outcome.errors.contains("UTF-8"), "\(outcome.errors)")
            #expect(outcome.errors.contains("line \(valid.count + 2)"), "line \(valid.count + 2) expected: \(outcome.errors)")
            #expect(try tablet.run("finding", "list", "--json").output.contains(#""total":0"#))
        }
    }
}
