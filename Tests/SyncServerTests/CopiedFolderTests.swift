import Glibc
import Testing

@testable import wijkclient

extension ProcessTests {
    /// Copies of a folder, of a part of it, and old states of it: found out before their first write, with no server near.
    @Suite(.serialized) struct CopiedFolderTests {
        @Test func `I10 F3 F6 F7 F8: two copies write offline on two machines, each under a name of its own, and all of it arrives once`()
            throws
        {
            let site = try Site()
            let original = try site.enrolled("original")
            try original.add("verstuurd")
            try original.sync()
            let unsent = try original.add("nog niet verstuurd")
            #expect(site.stop() == 0)
            let copies = [try original.copied(to: site.tablet("one")), try original.copied(to: site.tablet("two"))]
            for copy in copies {
                #expect(try copy.addTold("nieuw op \(copy.name)"))
                #expect(try !copy.addTold("nog een op \(copy.name)"))
                try copy.good("finding", "edit", unsent, "--remark", "op \(copy.name)")
            }
            #expect(try !original.addTold("nieuw op het origineel"))
            let all = [original] + copies
            #expect(Set(try all.map { try $0.status().incarnation }).count == 3)
            try site.start(port: site.port)
            // The copies first: the original then finds its own unsent op there already, under another's name.
            for tablet in copies + [original] + copies + [original] {
                let outcome = try tablet.run("sync")
                #expect(outcome.status == 0, "\(tablet.name): \(outcome.errors)")
            }
            for tablet in all {
                #expect(
                    try tablet.texts() == [
                        "nieuw op het origineel", "nieuw op one", "nieuw op two", "nog een op one", "nog een op two", "nog niet verstuurd",
                        "verstuurd",
                    ])
                // The two edits of one remark were meant to conflict; nothing else does.
                #expect(try tablet.status().conflicts == 1)
                #expect(try tablet.run("receipt").status == 0)
            }
            try site.expectInStep(all)
        }

        @Test func `I10 F7: a folder that is copied while it is being written gives replicas that work`() throws {
            let site = try Site()
            let original = try site.enrolled("original")
            try original.add("eerste")
            try original.sync()
            let writer = try Child(
                [
                    "/bin/sh", "-c", "for i in $(seq 40); do \"$0\" finding add -d \"regel $i\" --area \(Site.overvecht) || exit 1; done",
                    Programs.client,
                ], environment: ["WIJK_REPLICA=\(original.folder)"], output: site.path + "/writer")
            var copies: [Tablet] = []
            // Each at another moment of the writing: a while after the last.
            for number in 1...4 {
                let seen = try Files.bytes(writer.output).count
                try writer.wait { try Files.bytes(writer.output).count > seen }
                copies.append(try original.copied(to: site.tablet("copy\(number)")))
            }
            #expect(writer.wait() == 0)
            for copy in copies {
                #expect(try copy.addTold("op \(copy.name)"))
                #expect(try copy.run("verify").status == 0)
            }
            for tablet in [copies[0], original] + copies + [original] + copies { try tablet.good("sync") }
            let expected = (["eerste"] + (1...40).map { "regel \($0)" } + copies.map { "op \($0.name)" }).sorted()
            for tablet in [original] + copies {
                #expect(try tablet.texts() == expected)
                #expect(try tablet.status().conflicts == 0)
            }
            try site.expectInStep([original] + copies)
        }

        @Test func `I10 F3 F7: the database alone, without its log, its tripwire and its token, enrols as a device of its own`() throws {
            let site = try Site()
            let original = try site.enrolled("original")
            try original.importRows(20)
            try original.add("alleen in het log")
            let copy = site.tablet("copy")
            try Files.makeFolder(copy.folder)
            try Files.copy(original.database, to: copy.database)
            #expect(try copy.addTold("van de kopie"))
            #expect(try copy.run("sync").status == 77)
            try copy.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "copy")
            for tablet in [copy, original, copy, original] { try tablet.good("sync") }
            #expect(try site.json([Answers.Device].self, "devices").count == 2)
            for tablet in [original, copy] {
                #expect(try tablet.count() == 22)
                #expect(try tablet.status().conflicts == 0)
            }
            try site.expectInStep([original, copy])
        }

        @Test func `I10 F3 F9: an old state that is put back over the files is found out before it writes`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("een")
            try tablet.sync()
            let unsent = try tablet.add("twee")
            try Files.copy(tablet.folder, to: site.path + "/backup")
            try tablet.add("drie")
            try tablet.sync()
            try tablet.good("finding", "edit", unsent, "--remark", "na de backup")
            try tablet.sync()
            try tablet.putBack(from: site.path + "/backup")
            #expect(try tablet.addTold("vier"))
            try tablet.good("finding", "edit", unsent, "--address", "na het terugzetten")
            try tablet.good("sync")
            #expect(try tablet.texts() == ["drie", "een", "twee", "vier"])
            #expect(try tablet.status().conflicts == 0)
            let finding = try #require(try tablet.findings().first { $0.id == unsent })
            #expect(finding.fields.remark == "na de backup" && finding.fields.address == "na het terugzetten")
            #expect(try tablet.run("receipt").status == 0)
            try site.expectInStep([tablet])
        }

        @Test func `F6 F7: of a golden image of 50 tablets each becomes a device of its own, and nothing is lost or doubled`() throws {
            let site = try Site()
            let image = site.tablet("image")
            try image.add("stond al in het image")
            var tablets: [Tablet] = []
            for number in 1...50 {
                let tablet = site.tablet("t\(number)")
                // Half of them by copying the folder, half by cloning the disk: those the server has to tell apart.
                tablets.append(try number % 2 == 0 ? image.copied(to: tablet) : image.cloned(to: tablet))
                try tablet.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", tablet.name)
                try tablet.add("van \(tablet.name)")
                try tablet.good("sync")
            }
            let lives = Set(try tablets.map { try $0.status().incarnation })
            #expect(lives.count == 50)
            #expect(try site.json([Answers.Device].self, "devices").count == 50)
            for tablet in [tablets[0], tablets[24], tablets[49]] {
                try tablet.good("sync")
                #expect(try tablet.count() == 51)
                #expect(try tablet.status().conflicts == 0)
            }
            try site.expectInStep([tablets[0], tablets[24], tablets[49]])
        }
    }
}
