internal import SyncCore

/// What is known of a recovery, gathered from several places.
struct RecoveryReport {
    /// One restore, and what came back after it and before the next.
    struct Part {
        /// `nil` for what came back before the first restore: files were put back by hand.
        let begin: RecoveryLog.Restored?
        let back: [RecoveryLog.Line]
    }

    /// In their order.
    let parts: [Part]
    /// How many earlier ones are left out.
    let earlier: Int
    let gaps: [RecoveryLog.Gap]
    /// Since the last restore.
    let absent: [AccessStore.DeviceRow]
    /// Of these nobody waits, and they may come all the same.
    let retired: [AccessStore.DeviceRow]
    let waiting: Int

    var isComplete: Bool { parts.last?.begin != nil && absent.isEmpty && gaps.isEmpty && waiting == 0 }

    /// - Parameter all: tells of all restores, and not of the last one only.
    init(_ desk: Desk, all: Bool) throws {
        let log = RecoveryLog(access: desk.access)
        let begins = try log.restores()
        var parts = try begins.indices.map { index in
            let next = index + 1 < begins.count ? begins[index + 1].at : nil
            return Part(begin: begins[index], back: try log.lines(from: begins[index].at, until: next))
        }
        let byHand = try log.lines(from: nil, until: begins.first?.at)
        if parts.isEmpty || !byHand.isEmpty { parts.insert(Part(begin: nil, back: byHand), at: 0) }
        self.parts = all ? parts : parts.suffix(1)
        earlier = parts.count - self.parts.count
        gaps = try log.gaps()
        let away = try begins.last.map { try log.absent(since: $0.at) } ?? []
        absent = away.filter { !$0.isRetired }
        retired = away.filter(\.isRetired)
        waiting = try desk.service.unprovenCount()
    }

    func write(to json: inout JSONWriter, accepted: Int) {
        json.object { json in
            json.member("accepted", accepted)
            json.array("restores", parts.compactMap(\.begin)) { begin, json in
                json.object { json in
                    json.member("at", Instant.text(begin.at))
                    json.member("epoch", "\(begin.epoch)")
                }
            }
            json.member("earlier", earlier)
            json.array("back", parts.flatMap { part in part.back.map { (part.begin, $0) } }) { each, json in
                let (begin, line) = each
                json.object { json in
                    json.member("epoch", begin.map { "\($0.epoch)" })
                    json.member("device", line.device)
                    json.member("area", line.area)
                    json.member("since", Instant.text(line.firstAt))
                    json.member("placed", line.placed)
                    json.member("quarantined", line.quarantined)
                }
            }
            json.member("waiting", waiting)
            json.array("missing", gaps) { gap, json in
                json.object { json in
                    json.member("device", gap.device)
                    json.member("person", gap.person)
                    json.member("incarnation", "\(gap.incarnation)")
                    json.array("ops", gap.missing) { range, json in json.string("\(range.lowerBound)-\(range.upperBound)") }
                }
            }
            for (name, devices) in [("absent", absent), ("retired", retired)] {
                json.array(name, devices) { device, json in
                    json.object { json in
                        json.member("device", device.name)
                        json.member("person", device.person)
                        json.member("lastSeen", device.lastSeen.map(Instant.text))
                    }
                }
            }
        }
    }
}
