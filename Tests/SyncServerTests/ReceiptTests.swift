import Testing

extension ProcessTests {
    /// `wijkclient receipt`: safe to wipe, or what is missing.
    @Suite(.serialized) struct ReceiptTests {
        @Test func `I2: a receipt proves that everything is at the server, and can be checked later without it`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.importRows(30)
            // Refused by its area, kept by the server.
            try tablet.add("buiten het gebied", area: Site.binnenstad)
            let file = site.path + "/receipt.json"
            let outcome = try tablet.run("receipt", "--output", file)
            #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
            #expect(outcome.output.contains("31 of 31 writes") && outcome.output.contains("[area.forbidden]"), "\(outcome.output)")
            let key = String(try site.good(["key"]).output.dropLast())
            #expect(outcome.output.contains(key))
            #expect(site.stop() == 0)
            #expect(try tablet.run("receipt").status == 69, "it is never taken from memory")
            // On the administrator's machine, after the tablet was wiped.
            let elsewhere = site.tablet("elsewhere")
            #expect(try elsewhere.run("receipt", "--check", file, "--key", key).status == 0)
            #expect(try tablet.run("receipt", "--check", file).status == 0)
            #expect(try elsewhere.run("receipt", "--check", file).status == 64, "not by the key that it brings along")
            #expect(
                try elsewhere.run("receipt", "--check", file, "--key", String(key.reversed())).errors.contains("[receipt.signature]"))
            let text = String(decoding: try Files.bytes(file), as: UTF8.self)
            for (old, new) in [("\"ops\": 31", "\"ops\": 30"), ("\"unsent\": 0", "\"unsent\": 1"), ("\"records\": 34", "\"records\": 33")] {
                try #require(text.contains(old))
                try Files.write(file, Array(text.replacing(old, with: new).utf8))
                let changed = try elsewhere.run("receipt", "--check", file, "--key", key)
                #expect(changed.status == 65 && changed.errors.contains("[receipt.signature]"), "\(old): \(changed.errors)")
            }
        }

        @Test func `I2: what is missing is named, with a status of its own`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.importRows(5)
            try tablet.sync()
            // An own op that is gone.
            try Database.change(tablet.database, "DELETE FROM own WHERE key = (SELECT max(key) FROM own)")
            let gone = try tablet.run("receipt")
            #expect(gone.status == 79 && gone.output.contains("Not safe to wipe"), "\(gone.output) \(gone.errors)")
            #expect(gone.output.contains("gone from this replica"))
            let other = try site.enrolled("other")
            try other.importRows(5, prefix: "N")
            try other.sync()
            try Database.change(site.data + "/server.db", "DELETE FROM device_area")
            try other.good("sync")
            let closed = try other.run("receipt", "--json")
            // What was here of the area has left, and what was written in it is at the server.
            #expect(closed.status == 0, "\(closed.output) \(closed.errors)")
        }
    }
}
