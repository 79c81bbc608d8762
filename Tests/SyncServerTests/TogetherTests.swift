import Glibc
import Testing

extension ProcessTests {
    /// Many at once: devices at one server, processes at one replica.
    @Suite(.serialized) struct TogetherTests {
        @Test func `I1 F16 F59: ten devices write and sync at once, and all end equal with everything`() throws {
            let site = try Site()
            let tablets = try (0..<10).map { try site.enrolled("tablet-\($0)") }
            let shared = try tablets[0].add("van iedereen")
            for tablet in tablets { try tablet.sync() }
            for (index, tablet) in tablets.enumerated() {
                try tablet.importRows(200, prefix: "T\(index)")
                try tablet.good("finding", "edit", shared, "--address", "Zamenhofdreef \(index)")
            }
            // Twice: the second time they find each other's work.
            for _ in 0..<2 {
                let runs = try tablets.map { try $0.start("sync") }
                for (tablet, run) in zip(tablets, runs) {
                    let outcome = try run.outcome()
                    #expect(outcome.status == 0, "\(tablet.name): \(outcome.errors)")
                }
            }
            for tablet in tablets {
                try tablet.sync()
                let findings = try tablet.findings()
                #expect(findings.count == 2_001)
                #expect(Set(findings.compactMap(\.fields.externalID)).count == 2_000)
                let conflict = try tablet.run("conflict", "show", shared).output
                #expect((0..<10).allSatisfy { conflict.contains("Zamenhofdreef \($0)") }, "\(conflict)")
            }
            try site.expectInStep(tablets)
        }

        @Test(arguments: [2, 4]) func `F25 F30: several processes write one replica while another syncs it: every record is there`(
            writers: Int
        ) throws {
            let site = try Site()
            let tablet = try site.enrolled("shared")
            let other = try site.enrolled("other")
            try other.importRows(1_500, bytes: 1_000, prefix: "O")
            try other.sync()
            var writing: [Child] = []
            var syncing: [Child] = []
            for round in 0..<6 {
                for writer in 0..<writers {
                    if round % 3 == 0 {
                        let file = "\(site.path)/rows-\(round)-\(writer).csv"
                        try Files.write(file, Array(Rows.csv(200, bytes: 100, prefix: "W\(round).\(writer)").utf8))
                        writing.append(try tablet.start("import", "findings", file, "--area", Site.overvecht))
                    } else {
                        writing.append(try tablet.start("finding", "add", "-d", "los \(round).\(writer)", "--area", Site.overvecht))
                    }
                }
                syncing.append(try tablet.start("sync"))
            }
            for run in writing {
                let outcome = try run.outcome()
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            for run in syncing {
                let outcome = try run.outcome()
                // Two syncs of one replica at once: one may find that the other was faster, and says so.
                #expect(outcome.status == 0 || outcome.status == 75, "\(outcome.errors)")
            }
            try tablet.sync()
            try other.sync()
            let findings = try tablet.findings()
            #expect(findings.count == 1_500 + writers * (2 * 200 + 4))
            #expect(Set(findings.map(\.id)).count == findings.count)
            for round in 0..<6 where round % 3 != 0 {
                for writer in 0..<writers { #expect(findings.contains { $0.fields.description == "los \(round).\(writer)" }) }
            }
            try site.expectInStep([tablet, other])
        }

        @Test func `F25 F30: who writes waits for the writer before it, also to check-point; who reads does not wait`() throws {
            let site = try Site()
            let tablet = try site.enrolled("shared")
            try tablet.add("eerst")
            var hold: Hold? = try Hold(tablet.database)
            let writers = try [
                tablet.start("finding", "add", "-d", "wacht", "--area", Site.overvecht), tablet.start("sync"),
            ]
            for _ in 0..<10 { #expect(try tablet.count() == 1) }
            for writer in writers { #expect(writer.isRunning) }
            withExtendedLifetime(hold) {}
            hold = nil
            for writer in writers { #expect(try writer.outcome().status == 0) }
            try tablet.sync()
            #expect(try tablet.count() == 2)
            try site.expectInStep([tablet])
        }
    }
}
