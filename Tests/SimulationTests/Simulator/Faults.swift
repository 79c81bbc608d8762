/// What goes wrong in one history, in percent of the chances there are. Each history draws its own mix, so that rare
/// combinations come up (swarm testing).
struct Faults: CustomStringConvertible {
    var loseRequest = 0
    var loseReply = 0
    /// A reply, or a request, is delivered again later, after others.
    var repeatLater = 0
    /// The device dies while it applies a reply; its transaction is undone.
    var crashWhileApplying = 0
    /// The server dies before it commits.
    var crashBeforeCommit = 0
    /// Ops that the server's schema refuses.
    var poison = 0
    /// Ops in an area to which the device has no right.
    var trespass = 0
    /// A device's files are copied to another one, or put back from an earlier moment.
    var copy = 0
    var putBack = 0
    /// Records are moved to another area.
    var move = 0
    /// Tombstones are collected.
    var collect = 0
    /// An administrator gives up waiting for a device.
    var retire = 0
    /// A device gets or loses an area.
    var changeAreas = 0
    /// A device is out of reach for a long time, and works on.
    var absence = 0
    /// The server is put back to an earlier state, by its command or by somebody who copies files.
    var restore = 0
    /// What devices hand in of others' work without proof is believed at once, or only in the end.
    var believes = true
    /// The tripwire notices that, so that the replica takes a new life before it writes; the rest is noticed by the server.
    var tripwire = 0
    /// A replica takes a new life although nothing happened to it.
    var falseAlarm = 0
    /// Clocks are off by up to fifty years.
    var wildClocks = false
    var smallPages = false

    static func draw(_ random: inout SeededRandom) -> Faults {
        var faults = Faults()
        if random.percent(60) { faults.loseRequest = random.below(30) }
        if random.percent(60) { faults.loseReply = random.below(40) }
        if random.percent(50) { faults.repeatLater = random.below(30) }
        if random.percent(50) { faults.crashWhileApplying = random.below(30) }
        if random.percent(50) { faults.crashBeforeCommit = random.below(30) }
        if random.percent(40) { faults.poison = random.below(25) }
        if random.percent(30) { faults.trespass = random.below(20) }
        if random.percent(30) { faults.copy = 1 + random.below(4) }
        if random.percent(30) { faults.putBack = 1 + random.below(4) }
        if random.percent(50) { faults.move = 1 + random.below(30) }
        if random.percent(40) { faults.collect = 1 + random.below(10) }
        if random.percent(30) { faults.retire = 1 + random.below(4) }
        if random.percent(40) { faults.changeAreas = 1 + random.below(8) }
        if random.percent(30) { faults.absence = 1 + random.below(8) }
        if random.percent(40) { faults.restore = 2 + random.below(10) }
        // What waits for an administrator is lost with the quarantine when the server is put back again and again: not drawn together.
        faults.believes = random.percent(60) || faults.restore > 5
        if random.percent(70) { faults.tripwire = random.percent(50) ? 100 : random.below(100) }
        if random.percent(15) { faults.falseAlarm = 1 + random.below(4) }
        faults.wildClocks = random.percent(50)
        faults.smallPages = random.percent(60)
        return faults
    }

    var description: String {
        "retire \(retire) areas \(changeAreas) absence \(absence) "
            + "move \(move) collect \(collect) restore \(restore) believes \(believes) copy \(copy) put back \(putBack) tripwire \(tripwire)/\(falseAlarm) lose \(loseRequest)/\(loseReply) repeat \(repeatLater) "
            + "crash \(crashWhileApplying)/\(crashBeforeCommit) poison \(poison) "
            + "trespass \(trespass) clocks \(wildClocks) small \(smallPages)"
    }
}
