import Testing

extension ProcessTests {
    /// S-AMF 3: a remark about one household is with its author and with those whom the profile names, and nowhere else.
    @Suite(.serialized) struct WithheldTextTests {
        private static let secret = "schulden-op-nummer-twaalf"

        /// Tom writes; Tine has the same role; Mirjam is whom the profile names.
        private func town() throws -> Scenario {
            let town = try Scenario(area: "UTR-3", areaSet: "1997", isReversed: false)
            for (person, role, device) in [
                ("Mirjam", "coordinator", "M1"), ("Tom", "schouwer", "T1"), ("Tine", "schouwer", "T2"),
            ] { try town.add(person, role, device: device) }
            try town.syncAll()
            return town
        }

        /// Whether the text stands anywhere in the files of a replica.
        private func isIn(_ tablet: Tablet) throws -> Bool {
            let secret = Array(Self.secret.utf8)
            return ["", "-wal"].contains { suffix in
                guard let bytes = try? Files.bytes(tablet.database + suffix) else { return false }
                return bytes.indices.contains { bytes[$0] == secret[0] && bytes[$0...].starts(with: secret) }
            }
        }

        @Test func `the text reaches its author's devices and the coordinator's, and no byte of it another's`() throws {
            let town = try town()
            let finding = try town.on("T1", "finding", "add", "-d", "Tuin verwaarloosd").id
            let text = try town.on("T1", "confidential", "add", "--text", Self.secret, "--about", finding)
            try town.sync("T1", "M1", "T2")
            #expect(try town.rows("M1", "confidential", "list").map { $0("text") } == [Self.secret])
            #expect(try town.rows("M1", "confidential", "list", "--area", "UTR-3").map { $0("about") } == [finding])
            #expect(try town.rows("T2", "finding", "list").map(\.id) == [finding])
            #expect(try town.rows("T2", "confidential", "list").isEmpty)
            #expect(try isIn(town["M1"]) && !isIn(town["T2"]))
            #expect(try !town["T2"].good("areas").output.contains("~"))
            // On another device of hers it is there as well, and she may take it back.
            let code = String(try town.site.good(["invite", "Tom", "--area", town.area]).output.dropLast())
            let second = town.site.tablet("T3")
            try second.good("enroll", town.site.url, "--code", code, "--device", "T3")
            try second.sync()
            try second.good("confidential", "edit", text.id, "--set", "text=opgelost")
            try second.sync()
            try town.sync("T1", "M1")
            #expect(try town.rows("M1", "confidential", "list").map { $0("text") } == ["opgelost"])
            // To read it is one thing, to rewrite it another.
            let rewrite = try town["M1"].start(["confidential", "edit", text.id, "--set", "text=Ik weet het beter"]).outcome()
            #expect(rewrite.status == 76 && rewrite.errors.contains("[right.field]"), "\(rewrite.errors)")
        }

        @Test func `who loses the role loses the text, and who gets it gets the text`() throws {
            let town = try town()
            try town.on("T1", "confidential", "add", "--text", Self.secret)
            try town.sync("T1", "M1")
            _ = try town.site.good(["role", "end", "Mirjam", "coordinator"])
            _ = try town.site.good(["role", "add", "Tine", "coordinator", "--area", town.area])
            for _ in 1...2 { try town.sync("M1", "T2") }
            #expect(try town.rows("M1", "confidential", "list").isEmpty)
            #expect(try town.rows("T2", "confidential", "list").map { $0("text") } == [Self.secret])
        }

        @Test func `it lies in its writer's part and nothing else does, also when another client says otherwise`() throws {
            let town = try town()
            _ = try town.on("T1", "confidential", "add", "--text", Self.secret)
            try town.sync("T1")
            let part = try #require(try town["T1"].json(Answers.Areas.self, "areas").areas.first { $0.code.contains("~") }).code
            // A client that asks for another's part is told that it is closed to it.
            try town.on("T2", "confidential", "add", "--text", "Binnengeslopen")
            try Database.change(town["T2"].database, "UPDATE area_state SET code = '\(part)' WHERE code LIKE '%~%'")
            for _ in 1...2 { _ = try town["T2"].run("sync") }
            #expect(try !isIn(town["T2"]))
            #expect(try town.site.good(["refused"]).output.contains("Tine"), "kept, and not applied")
            #expect(try town.rows("T1", "confidential", "list").count == 1)
            #expect(try town["T1"].run("finding", "move", town.on("T1", "finding", "add", "-d", "Bank").id, "--to", part).status != 0)
            #expect(try town.site.good(["areas"]).output.contains("vertrouwelijk: Tom"))
            #expect(try town.site.command(["devices", "areas", "T2", "--add", part]).status != 0)
        }

        @Test func `the server verifies withheld parts as it does any area`() throws {
            let town = try town()
            try town.on("T1", "confidential", "add", "--text", Self.secret)
            try town.sync("T1")
            #expect(town.site.stop() == 0)
            #expect(try town.site.command(["verify"]).status == 0)
            try Database.change(town.site.data + "/server.db", "UPDATE confidence SET text = 'iets anders'")
            #expect(try town.site.command(["verify"]).status != 0)
        }

        @Test func `a server that is put back to before it gets it again, from whoever holds it`() throws {
            let town = try town()
            let backup = town.site.path + "/before.backup"
            _ = try town.site.good(["backup", backup])
            try town.on("T1", "confidential", "add", "--text", Self.secret)
            try town.sync("T1", "M1")
            #expect(town.site.stop() == 0)
            _ = try town.site.good(["restore", backup])
            try town.site.start(port: town.site.port)
            // The author's device comes back first here, and the coordinator's alone in the other half.
            for _ in 1...3 { try town.sync("M1") }
            #expect(try town.rows("M1", "confidential", "list").map { $0("text") } == [Self.secret])
            for _ in 1...3 { try town.sync("T1", "M1") }
            for device in ["T1", "M1"] { #expect(try town.rows(device, "confidential", "list").map { $0("text") } == [Self.secret]) }
            #expect(try town.site.command(["verify"]).status == 0)
        }
    }
}
