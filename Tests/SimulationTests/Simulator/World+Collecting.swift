@testable import SyncCore

/// The administrator collects tombstones.
extension World {
    /// Waits for everybody, or now and then for all but one: that one was retired, and may come back with old work.
    func collect() throws {
        let retired = random.percent(30) ? random.below(devices.count) : -1
        let done = try service.replica.store.transaction {
            try service.collect { code in
                try devices.indices.filter { $0 != retired && devices[$0].areas.contains(code) }.map { index in
                    try devices[index].replica.store.area(code)?.position ?? 0
                }.min() ?? 0
            }
        }
        let count = done.reduce(0) { $0 + $1.collected }
        if count > 0 { self.count("collected") }
        trace("collect \(count), without d\(retired)")
    }
}
