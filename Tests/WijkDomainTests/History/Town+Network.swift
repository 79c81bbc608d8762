@testable import SyncCore
@testable import WijkDomain

/// Syncs, and what the network makes of them.
extension Town {
    /// A crash that the history asked for.
    private struct Crash: Error {}

    private func grant(_ device: Device) -> DeviceGrant {
        let person = person(of: device)
        return DeviceGrant(
            device: device.name, deviceName: device.name, person: person.name, account: person.account, areas: Set(device.areas))
    }

    /// Everybody syncs, without faults, until nobody has anything to do.
    func heal() throws {
        for _ in 1...3 { for device in devices { try syncWhole(device) } }
    }

    func syncWhole(_ device: Device) throws {
        device.next = nil
        var turns = 0
        repeat {
            try sync(device, withFaults: false)
            turns += 1
            guard turns < 2_000 else { throw Broken("\(device.name) does not finish") }
        } while device.next != nil
    }

    /// One request of a device's session.
    func sync(_ device: Device, withFaults: Bool) throws {
        if device.next == nil {
            device.session = SyncSession()
            device.next = device.session.start(try device.store.areas())
        }
        guard case .send(let plan) = device.next else { return }
        let request = try device.replica.request(plan, pageBytes: mishaps.smallPages ? 400 : Limits.pageBytes)
        let bytes = request.encode()
        trace("sync \(device.name) ops \(request.ops.count)")
        if withFaults, random.percent(mishaps.repeatLater) { stragglers.append(.request(device, bytes)) }
        if withFaults, random.percent(mishaps.loseRequest) {
            device.next = nil
            return count("request lost")
        }
        guard let reply = try serve(device, bytes, withFaults: withFaults) else {
            device.next = nil
            return
        }
        if withFaults, random.percent(mishaps.repeatLater) { stragglers.append(.reply(device, request, reply)) }
        if withFaults, random.percent(mishaps.loseReply) {
            device.next = nil
            return count("reply lost")
        }
        try receive(device, request, reply, withFaults: withFaults)
    }

    /// The server's answer; `nil` when it died before it committed.
    private func serve(_ device: Device, _ bytes: [UInt8], withFaults: Bool) throws -> [UInt8]? {
        let request = try SyncRequest(decoding: bytes)
        watch.device = device
        do {
            let answer = try store.transaction {
                let reply = try service.handle(request, from: grant(device))
                try service.note(request, from: grant(device))
                if withFaults, random.percent(mishaps.crash) { throw Crash() }
                return reply.encode()
            }
            watch.committed()
            try checkMoney()
            return answer
        } catch is Crash {
            watch.rolledBack()
            count("server crash")
            return nil
        }
    }

    private func receive(_ device: Device, _ request: SyncRequest, _ bytes: [UInt8], withFaults: Bool, isLate: Bool = false) throws {
        let reply = try SyncReply(decoding: bytes)
        do {
            let applied = try device.store.transaction {
                let applied = try device.replica.apply(reply, to: request)
                if withFaults, random.percent(mishaps.crash) { throw Crash() }
                return applied
            }
            if applied.refused > 0 { try checkRefused(on: device) }
            // Another process asked for a late one; the session that is under way breaks off.
            if isLate {
                device.next = nil
                return
            }
            let action = device.session.applied(applied, areas: try device.store.areas())
            if case .fail(let error) = action { throw error }
            device.next = action == .finish ? nil : action
        } catch is Crash {
            count("device crash")
            device.next = nil
        } catch let error as SyncError where error.code == "sync.stale" {
            count("stale reply")
            device.next = nil
        }
    }

    func deliverStraggler() throws {
        switch stragglers.remove(at: random.below(stragglers.count)) {
        case .request(let device, let bytes):
            // Late requests are either harmless retries or refused whole.
            do { _ = try serve(device, bytes, withFaults: true) } catch let error as SyncError {
                watch.rolledBack()
                guard Replica.mendable.contains(error.code) || error.code == "cursor.unknown" else { throw error }
            }
            count("late request")
        case .reply(let device, let request, let bytes):
            try receive(device, request, bytes, withFaults: true, isLate: true)
            count("late reply")
        }
    }
}
