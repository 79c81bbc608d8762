import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// `finding duplicates|distinct` (C8): a suggestion, and both answers to it.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built")) struct DuplicateCommandTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    /// One 10⁻⁵ degree further north is 1.1 metres further.
    private func lamp(_ north: Int64, _ text: String = "Lantaarnpaal uit", day: String = "1998-05-12") throws -> RecordID {
        try desk.finding(
            text,
            [
                ("category", .text("wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting")),
                ("latitude", .integer(520_900_000 + north * 100)),
                ("longitude", .integer(51_200_000)), ("observed_at", .integer(CalendarDay(day)!.milliseconds + 3_600_000)),
            ])
    }

    private func suggested() throws -> [[String]] {
        try desk.json("finding", "duplicates")["groups"].all.map { $0["findings"].all.compactMap { $0["id"].text } }
    }

    @Test func `S-UTR 4: two groups, one lamp post six metres apart: suggested, and not what is far, of another day or closed as double`()
        throws
    {
        let (first, second) = (try lamp(0), try lamp(5))
        _ = try (lamp(40), lamp(1, day: "1998-05-13"))
        #expect(try suggested() == [["\(first)", "\(second)"]])
        let shown = try desk.good("bevinding", "dubbelen", language: "nl")
        #expect(shown.contains("misschien dezelfde") && shown.contains("\(first.short) \(second.short)") && shown.contains("1998-05-12"))
        #expect(shown.contains("1 in totaal"))
        #expect(try desk.json("finding", "duplicates", "--from", "1998-05-13")["total"].number == 0)
        #expect(try desk.json("finding", "duplicates", "--area", desk.area)["total"].number == 1)
        _ = try desk.good("finding", "duplicate", second.short, "--of", first.short)
        #expect(try suggested().isEmpty)
        #expect(try desk.good("finding", "duplicates") == "Nothing looks the same.\n")
    }

    @Test func `said to be others, they are not suggested again, to nobody`() throws {
        let (first, second) = (try lamp(0), try lamp(5))
        let said = try desk.good("bevinding", "verschillend", second.short, first.short, language: "nl")
        #expect(said.contains("is niet dezelfde als de andere"))
        #expect(try suggested().isEmpty)
        let server = try LocalServer(areas: [desk.area])
        let ben = try Desk("Ben", in: desk.space)
        for each in [desk, ben] { try server.sync(each.device, as: each.name, areas: [desk.area]) }
        #expect(try ben.json("finding", "duplicates")["total"].number == 0)
    }

    @Test func `of three that look the same, two are others: the third is still suggested with each`() throws {
        let three = [try lamp(0), try lamp(4), try lamp(8)]
        #expect(try suggested() == [three.map { "\($0)" }])
        _ = try desk.good("finding", "distinct", three[0].short, three[2].short)
        #expect(try suggested() == [three.map { "\($0)" }])
        _ = try desk.good("finding", "distinct", three[0].short, three[1].short, three[2].short)
        #expect(try suggested().isEmpty)
    }

    @Test func `a finding is no other than itself, and one alone is nothing to compare`() throws {
        let one = try lamp(0)
        try desk.bad(64, "[finding.same]", "finding", "distinct", one.short, one.short)
        try desk.bad(64, "two ids", "finding", "distinct", one.short)
        try desk.bad(65, "2026-11-24", "finding", "duplicates", "--from", "yesterday")
    }

    @Test func `what was written is never trusted on a screen`() throws {
        _ = try (lamp(0, "Lamp \u{202E}tiu"), lamp(2, "Lamp uit"))
        let shown = try desk.good("finding", "duplicates")
        #expect(shown.contains("Lamp uit") && !shown.unicodeScalars.contains("\u{202E}"))
    }
}
