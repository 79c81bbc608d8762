/// What goes wrong in one history, in percent of the chances there are; each history draws its own mix.
struct Mishaps: CustomStringConvertible {
    var loseRequest = 0
    var loseReply = 0
    /// A message arrives once more, after others.
    var repeatLater = 0
    /// A device dies while it applies a reply, or the server before it commits.
    var crash = 0
    /// A device is out of reach for long, and its person works on.
    var absence = 0
    /// People are given a role, or lose it; a new version of the profile is put in force.
    var administration = 0
    /// A device gets an area, or loses it.
    var changeAreas = 0
    /// Findings are moved to the other area.
    var move = 0
    /// A client writes what the rules forbid it, as an old or foreign one might.
    var disobey = 0
    var smallPages = false

    static func draw(_ random: inout Seeded) -> Mishaps {
        var mishaps = Mishaps()
        if random.percent(60) { mishaps.loseRequest = random.below(25) }
        if random.percent(60) { mishaps.loseReply = random.below(30) }
        if random.percent(50) { mishaps.repeatLater = random.below(30) }
        if random.percent(40) { mishaps.crash = random.below(20) }
        if random.percent(60) { mishaps.absence = 2 + random.below(10) }
        if random.percent(60) { mishaps.administration = 1 + random.below(5) }
        // Moves with areas that come and go are the engine's simulator's.
        if random.percent(30) { mishaps.changeAreas = 1 + random.below(5) } else if random.percent(50) { mishaps.move = 20 }
        if random.percent(70) { mishaps.disobey = random.below(60) }
        mishaps.smallPages = random.percent(50)
        return mishaps
    }

    var description: String {
        "lose \(loseRequest)/\(loseReply) repeat \(repeatLater) crash \(crash) absence \(absence) administration \(administration) "
            + "areas \(changeAreas) move \(move) disobey \(disobey) small \(smallPages)"
    }
}

extension Seeded {
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func percent(_ chance: Int) -> Bool { below(100) < chance }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
