import Testing

extension ProcessTests {
    /// A signing key that is gone: the server says so, and there is a way on.
    @Suite(.serialized) struct KeyTests {
        private struct Entry: Decodable { var device: String, action: String, detail: String, by: String, reason: String }
        private struct Key: Decodable {
            var publicKey: String
            var replaced: String?
        }
        private struct Recovery: Decodable { var waiting: Int }

        private static let renew = ["key", "renew", "--reason", "Schijf stuk", "--by", "Anna", "--yes"]

        @Test func `a lost signing key is named by every command, and nothing is made in its place unasked`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.sync()
            // A server that runs has its key, and nobody takes it away under it.
            #expect(try site.command(Self.renew).errors.contains("[data.busy]"))
            #expect(site.stop() == 0)
            try Files.remove(site.data + "/signing.key")
            for arguments in [["serve", "--listen", "127.0.0.1:0"], ["verify"], ["key"], ["restore", site.path + "/none.db"]] {
                let outcome = try site.command(arguments)
                #expect(outcome.status == 73 && outcome.errors.contains("[data.key-missing]"), "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains("wijkserver key renew") && outcome.errors.contains("backup"), "\(outcome.errors)")
                #expect(!outcome.errors.contains("init"), "\(outcome.errors)")
            }
            #expect(!Files.exists(site.data + "/signing.key"))
            // Where there is nothing at all, there is no server.
            #expect(try site.command(["key"], on: site.path + "/nowhere").errors.contains("[data.missing]"))
            #expect(try site.command(Self.renew, on: site.path + "/nowhere").errors.contains("[data.missing]"))
        }

        @Test func `a renewed key is logged; devices refuse it until they enrol anew, and lose nothing`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("van voor de nieuwe sleutel")
            try tablet.sync()
            let old = try site.json(Key.self, "key").publicKey
            try tablet.add("nog niet verstuurd")
            let port = site.port
            #expect(site.stop() == 0)
            try Files.remove(site.data + "/signing.key")
            #expect(try site.command(["key", "renew", "--yes"]).errors.contains("--reason"))
            let key = try site.json(Key.self, Self.renew)
            #expect(key.publicKey != old && key.publicKey.utf8.count == 64 && key.replaced == nil)
            #expect(try site.json(Key.self, "key").publicKey == key.publicKey)
            #expect(try Files.mode(site.data + "/signing.key") == 0o600)
            let log = try site.json([Entry].self, "devices", "log")
            let entry = try #require(log.first)
            #expect(log.count == 1 && entry.action == "key-renewed" && entry.detail == key.publicKey && entry.device == "server")
            #expect(entry.by == "Anna" && entry.reason == "Schijf stuk")
            try site.start(port: port)
            let refused = try tablet.run("sync")
            #expect(refused.status != 0 && refused.errors.contains("[sync.server]"), "\(refused.status) \(refused.errors)")
            #expect(refused.errors.contains("signature") && refused.errors.contains("is safe"), "\(refused.errors)")
            try tablet.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "tablet")
            try tablet.sync()
            #expect(try tablet.texts() == ["nog niet verstuurd", "van voor de nieuwe sleutel"])
            #expect(try tablet.status().pending == 0 && tablet.status().conflicts == 0)
            try site.expectInStep([tablet])
        }

        @Test func `machine and key lost: a backup alone is enough to go on, and the restore says how`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("in de backup")
            try tablet.sync()
            let old = site.path + "/old.db"
            _ = try site.good(["backup", old])
            #expect(site.stop() == 0)
            let data = site.path + "/other"
            try Files.makeFolder(data)
            let refused = try site.command(["restore", old], on: data)
            #expect(refused.status == 73 && refused.errors.contains("[data.key-missing]"), "\(refused.errors)")
            #expect(refused.errors.contains("copy \(old) to \(data)/server.db, run `wijkserver key renew"), "\(refused.errors)")
            try Files.copy(old, to: data + "/server.db")
            #expect(try site.command(Self.renew, on: data).status == 0)
            #expect(try site.command(["restore", old], on: data).status == 0)
            let verified = try site.command(["verify"], on: data)
            #expect(verified.status == 0 && verified.output.contains("All is well"), "\(verified.output) \(verified.errors)")
        }

        @Test func `a key that is there goes aside, and is taken back by putting it in its place`() throws {
            let site = try Site(starting: false)
            let old = try site.json(Key.self, "key").publicKey
            let look = try site.good(["key", "renew", "--reason", "x", "--dry-run"])
            #expect(look.output.contains("enrol"), "\(look.output)")
            #expect(try site.json(Key.self, "key").publicKey == old)
            let key = try site.json(Key.self, Self.renew)
            let aside = try #require(key.replaced)
            try Files.remove(site.data + "/signing.key")
            try Files.copy(aside, to: site.data + "/signing.key")
            #expect(try site.json(Key.self, "key").publicKey == old)
            // A damaged one is no dead end either.
            try Files.write(site.data + "/signing.key", Array("scratch".utf8))
            let damaged = try site.command(["serve"])
            #expect(damaged.errors.contains("[data.key]") && damaged.errors.contains("wijkserver key renew"), "\(damaged.errors)")
            _ = try site.json(Key.self, Self.renew)
            #expect(try site.command(["verify"]).status == 0)
        }

        @Test func `I11: what only an old key's signature proves waits until it is accepted, and then is there`() throws {
            let site = try Site()
            let (witness, author) = (try site.enrolled("witness"), try site.enrolled("author"))
            for each in [witness, author] { try each.sync() }
            _ = try site.good(["backup", site.path + "/old.db"])
            try author.add("van de ander")
            try author.sync()
            try witness.sync()
            let port = site.port
            #expect(site.stop() == 0)
            try Files.remove(site.data + "/signing.key")
            _ = try site.json(Key.self, Self.renew)
            _ = try site.good(["restore", site.path + "/old.db"])
            try site.start(port: port)
            try witness.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "witness")
            #expect(try witness.run("sync").status == 0)
            #expect(try site.json(Recovery.self, "recovery").waiting == 2)
            #expect(try site.good(["recovery", "--accept"]).errors.contains("Accepted: 2 ops."))
            #expect(try site.json(Recovery.self, "recovery").waiting == 0)
            try witness.sync()
            #expect(try witness.texts() == ["van de ander"])
            try author.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "author")
            #expect(try author.run("sync").status == 0)
            try witness.sync()
            for each in [witness, author] { #expect(try each.texts() == ["van de ander"]) }
            #expect(try author.status().conflicts == 0)
            try site.expectInStep([witness, author])
            // The restore took the ledger over: the renewal stays on it.
            #expect(try site.json([Entry].self, "devices", "log").map(\.action).contains("key-renewed"))
        }
    }
}
