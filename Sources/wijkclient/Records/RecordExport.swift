import SyncCore
import WijkDomain

/// Every record of a replica with all it holds: what is shown, each register's values and where they came from, and the history.
struct RecordExport {
    let device: Device
    private let conflicts: ConflictReader

    init(device: Device) {
        self.device = device
        conflicts = ConflictReader(device: device)
    }

    /// Also the records that no area shows any more, last.
    func each(_ next: ((inout JSONWriter) throws -> Void) throws -> Void) throws {
        let areas = try device.store.areas()
        for area in areas.map(Optional.some) + [nil] {
            try device.store.records(area: area?.number ?? 0, after: nil) { ref, state in
                try next { try write(ref, state, area, into: &$0) }
                return true
            }
        }
    }

    private func write(_ ref: RecordRef, _ stored: RecordState, _ area: AreaState?, into writer: inout JSONWriter) throws {
        let shown = try device.replica.shown(ref)
        let state = shown?.state ?? stored
        let kind = Wijk.schema.kind(ref.kind) ?? Kind(ref.kind, "kind \(ref.kind)", fields: [])
        let view = RecordView(ref: ref, state: state, kind: kind, area: area, isPending: shown?.hasOutstanding ?? false)
        writer.beginObject()
        view.members(into: &writer)
        registers(of: state, kind, into: &writer)
        ConflictJSON.write(try conflicts.conflicts(of: view), kind, into: &writer)
        try History(of: ref, kind: kind, device).members(into: &writer)
        writer.endObject()
    }

    private func registers(of state: RecordState, _ kind: Kind, into writer: inout JSONWriter) {
        writer.key("registers")
        writer.beginArray()
        var start = 0
        while start < state.siblings.count {
            let first = state.siblings[start]
            let register = state.siblings[start...].prefix { $0.field == first.field && $0.key == first.key }
            let field = kind.field(first.field)
            writer.beginObject()
            writer.member("field", field?.name ?? "field \(first.field)")
            writer.member("key", first.key.isEmpty ? nil : first.key)
            writer.array("values", register) { sibling, writer in
                let origin = state.origins[sibling.origin]
                writer.beginObject()
                writer.key("value")
                FieldOutput.json(sibling.value, field?.type, into: &writer)
                writer.member("dot", "\(origin.dot.incarnation):\(origin.dot.k)")
                writer.member("position", origin.position == 0 ? nil : origin.position)
                writer.member("deviceTime", instant: origin.deviceTime)
                writer.endObject()
            }
            writer.endObject()
            start += register.count
        }
        writer.endArray()
    }
}
