/// The canonical bytes of a record's registers, version 1 (docs/PROTOCOL.md, with golden vectors).
///
/// Sorted dots and values only: neither contexts nor positions nor device times are in it, so that replicas that hold the
/// same siblings have the same digest whatever way these came.
extension RecordState {
    public func canonicalBytes() -> [UInt8] {
        let order = origins.count < 2 ? Array(origins.indices) : origins.indices.sorted { origins[$0].dot < origins[$1].dot }
        var rank = [Int](repeating: 0, count: origins.count)
        for (place, index) in order.enumerated() { rank[index] = place }
        var writer = WireWriter(reserving: 64 + siblings.count * 32)
        writer.varint(1)
        writer.append(id.id)
        writer.varint(UInt64(kind))
        writer.varint(UInt64(order.count))
        for index in order {
            writer.append(origins[index].dot.incarnation.id)
            writer.varint(origins[index].dot.k)
        }
        var start = 0
        while start < siblings.count {
            var end = start + 1
            while end < siblings.count, siblings[end].field == siblings[start].field, siblings[end].key == siblings[start].key { end += 1 }
            writer.varint(UInt64(siblings[start].field))
            writer.canonical(siblings[start].key)
            writer.varint(UInt64(end - start))
            if end - start == 1 {
                writer.canonical(siblings[start], rank)
            } else {
                for sibling in siblings[start..<end].sorted(by: { rank[$0.origin] < rank[$1.origin] }) { writer.canonical(sibling, rank) }
            }
            start = end
        }
        return writer.bytes
    }

    /// The record's share of its area's digest; nothing for a record without registers.
    public func digest() -> Digest { isEmpty ? Digest() : Hash.digest(of: canonicalBytes()) }

    /// Which of the 256 buckets of its area the record is in: the last, random byte of its id.
    public var bucket: Int { Int(id.id.low & 0xff) }
}

extension WireWriter {
    fileprivate mutating func canonical(_ sibling: RecordState.Sibling, _ rank: [Int]) {
        varint(UInt64(rank[sibling.origin]))
        switch sibling.value {
        case .null: bytes.append(0)
        case .integer(let number):
            bytes.append(1)
            zigzag(number)
        case .text(let text):
            bytes.append(2)
            canonical(text)
        case .bytes(let data):
            bytes.append(3)
            varint(UInt64(data.count))
            bytes.append(contentsOf: data)
        }
    }

    fileprivate mutating func canonical(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            varint(UInt64(utf8.count))
            unsafe bytes.append(contentsOf: utf8)
        }
    }
}
