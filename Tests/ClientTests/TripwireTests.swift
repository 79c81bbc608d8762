import FoundationEssentials
import Glibc
import SyncCore
import Testing

@testable import wijkclient

/// What tells a replica from a copy of it, before its first write and without a network.
@Suite struct TripwireTests {
    private static let life = Incarnation(ID128(high: 0, low: 1))
    private static let later = Incarnation(ID128(high: 0, low: 2))
    private static let file = FileIdentity(inode: 10, birth: 1_000)
    private static let other = FileIdentity(inode: 11, birth: 2_000)

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// `nil`: there is no tripwire.
        var noted: UInt64? = 5
        var notedLife = TripwireTests.life
        var notedFile = TripwireTests.file
        var writtenTo = TripwireTests.other
        /// What the replica says now.
        var written: UInt64 = 5
        var present = TripwireTests.life
        /// The last k of each life that was its own.
        var own: [Incarnation: UInt64] = [:]
        let suspicion: Tripwire.Suspicion?
    }

    static let cases = [
        Case(testDescription: "as it was left", suspicion: nil),
        Case(testDescription: "a crash between commit and note: the database is ahead", written: 9, suspicion: nil),
        Case(
            testDescription: "a crash after a new life", present: later, own: [TripwireTests.life: 5], suspicion: nil),
        Case(
            testDescription: "a reboot that gave the file another inode number", notedFile: FileIdentity(inode: 99, birth: 1_000),
            suspicion: nil),
        Case(testDescription: "F7: a copy of the database", notedFile: other, suspicion: .copied),
        Case(testDescription: "F3: the database alone was put back, over itself", written: 4, suspicion: .putBack),
        Case(
            testDescription: "F3: all files were put back, over themselves", writtenTo: FileIdentity(inode: 12, birth: 3_000),
            suspicion: .putBack),
        Case(testDescription: "F3: put back to before a new life", notedLife: later, suspicion: .putBack),
        Case(
            testDescription: "F3: an earlier life lost writes", present: later, own: [TripwireTests.life: 4], suspicion: .putBack),
        Case(testDescription: "F7: the database came without its tripwire", noted: nil, suspicion: .missing),
        Case(testDescription: "new, nothing written yet", noted: nil, written: 0, suspicion: nil),
        Case(testDescription: "F7: a golden image that never wrote", noted: 0, notedFile: other, written: 0, suspicion: .copied),
    ]

    @Test(arguments: cases) func `F3 F7: a copy or a rollback is suspected, normal use is not`(it: Case) {
        let found = it.noted.map {
            Tripwire.Found(
                tripwire: Tripwire(incarnation: it.notedLife, written: $0, database: it.notedFile), writtenTo: it.writtenTo,
                readFrom: Self.other)
        }
        var own = it.own
        own[it.present] = it.written
        let now = Tripwire(incarnation: it.present, written: it.written, database: Self.file)
        #expect(Tripwire.suspicion(found, of: now, own: { own[$0] }) == it.suspicion)
    }

    @Test func `a file is told by the moment it was made, and by its number only where there is no moment`() {
        func same(_ a: (UInt64, Int64), _ b: (UInt64, Int64)) -> Bool {
            FileIdentity(inode: a.0, birth: a.1).isSame(as: FileIdentity(inode: b.0, birth: b.1))
        }
        #expect(same((1, 5), (2, 5)) && !same((1, 5), (1, 6)))
        #expect(same((1, 0), (1, 0)) && !same((1, 0), (2, 0)))
        #expect(same((1, 5), (2, 0)), "another kernel: nothing can be told")
    }

    @Test func `what is written is read back, and anything else is no tripwire`() throws {
        let tripwire = Tripwire(incarnation: Self.life, written: 12, database: Self.file)
        let text = TripwireFile.text(tripwire, in: Self.other)
        #expect(
            TripwireFile.parse(text, readFrom: Self.file)
                == Tripwire.Found(tripwire: tripwire, writtenTo: Self.other, readFrom: Self.file))
        for length in 0..<(text.utf8.count - 1) {
            #expect(TripwireFile.parse(String(text.prefix(length)), readFrom: Self.file)?.tripwire.written != 13)
        }
        for bad in ["", "wijk tripwire 2\n", String(text.dropFirst()), text.replacing("written 12", with: "written x")] {
            #expect(TripwireFile.parse(bad, readFrom: Self.file) == nil)
        }
    }

    // MARK: Real files

    private func add(_ text: String, _ workspace: Workspace, _ name: String = "replica") throws -> Device {
        let device = try workspace.device(name)
        _ = try device.store.transaction { try device.replica.ensureArea("WK034403") }
        try device.replica.write([Self.finding(text)])
        return device
    }

    private static func finding(_ text: String) -> Draft {
        Draft(kind: 3, area: "WK034403", writes: [Op.FieldWrite(5, .text(text)), Op.FieldWrite(16, .text("nieuw"))])
    }

    private func incarnation(_ device: Device) throws -> Incarnation { try device.replica.own().incarnation }

    @Test func `F7: a moved folder is the same replica, a copied one takes a new life before its first write`() throws {
        let workspace = try Workspace()
        let first = try incarnation(try add("een", workspace))
        try FileManager.default.moveItem(atPath: workspace.path + "/replica", toPath: workspace.path + "/moved")
        let moved = try workspace.device("moved")
        #expect(moved.newLife == nil)
        #expect(try incarnation(moved) == first)
        try FileManager.default.copyItem(atPath: workspace.path + "/moved", toPath: workspace.path + "/copy")
        let copy = try workspace.device("copy")
        #expect(copy.newLife == TripwireKeeper.NewLife(kept: 1, hadPast: true))
        #expect(try incarnation(copy) != first)
        let again = try workspace.device("copy")
        #expect(again.newLife == nil, "once is enough")
        #expect(try incarnation(again) == incarnation(copy))
        #expect(try workspace.device("moved").newLife == nil, "the original goes on")
    }

    @Test func `F3: files that are put back over themselves are found out`() throws {
        let workspace = try Workspace()
        let replica = workspace.path + "/replica"
        let device = try add("een", workspace)
        try device.store.checkpoint()
        try FileManager.default.copyItem(atPath: replica, toPath: workspace.path + "/backup")
        _ = try add("twee", workspace)
        // Written over, byte by byte: the same files as before, with what was in them then.
        for name in try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/backup") {
            let old = try Data(contentsOf: URL(filePath: "\(workspace.path)/backup/\(name)"))
            let descriptor = unsafe open("\(replica)/\(name)", O_WRONLY | O_TRUNC)
            defer { _ = close(descriptor) }
            _ = unsafe old.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
        #expect(try workspace.device().newLife == TripwireKeeper.NewLife(kept: 1, hadPast: true))
    }

    @Test func `a note that a crash or a full disk kept from being written raises no alarm`() throws {
        let workspace = try Workspace()
        let device = try add("een", workspace)
        device.store.afterCommit = nil
        try device.replica.write([Self.finding("twee")])
        #expect(try workspace.device().newLife == nil)
        let crashed = try workspace.device()
        crashed.store.afterCommit = nil
        try crashed.replica.takeNewLife()
        #expect(try workspace.device().newLife == nil)
    }

    @Test func `F7: a tripwire that is gone or empty is a suspicion only when something was written`() throws {
        let workspace = try Workspace()
        let tripwire = try workspace.folder().tripwire
        _ = try workspace.device()
        try FileManager.default.removeItem(atPath: tripwire.path)
        #expect(try workspace.device().newLife == nil)
        #expect(tripwire.read() != nil)
        _ = try add("een", workspace)
        try FileManager.default.removeItem(atPath: tripwire.path)
        #expect(try workspace.device().newLife != nil)
        try Data().write(to: URL(filePath: tripwire.path))
        #expect(try workspace.device().newLife != nil)
    }

    @Test func `reading needs no tripwire and writes none`() throws {
        let workspace = try Workspace()
        let folder = try workspace.folder()
        let life = try incarnation(try add("een", workspace))
        try FileManager.default.removeItem(atPath: folder.tripwire.path)
        let reader = try Device.reading(folder, .english)
        #expect(try incarnation(reader) == life && reader.newLife == nil)
        #expect(folder.tripwire.read() == nil)
    }

    @Test func `a copy whose tripwire cannot be written is not changed, and says why`() throws {
        let workspace = try Workspace()
        let life = try incarnation(try add("een", workspace))
        let copy = workspace.path + "/copy"
        try FileManager.default.copyItem(atPath: workspace.path + "/replica", toPath: copy)
        try FileManager.default.createDirectory(atPath: copy + "/replica.tripwire.new", withIntermediateDirectories: false)
        do {
            _ = try workspace.device("copy")
            Issue.record("it was opened")
        } catch let error as ClientError { #expect(error.code == "tripwire.file" && error.status == .inputOutput) }
        #expect(try incarnation(try Device.reading(try workspace.folder("copy"), .english)) == life)
    }
}
