import SyncCore

/// The schema that tests use: one kind with every type of field, every merge policy and a coupled pair, and a plain second kind.
enum Notes {
    static let kind = Kind(
        1, "note", indexes: [["status"]],
        fields: [
            Field(2, "title", .text(maximum: 100, lines: false), required: true),
            Field(3, "status", .choice(["new", "seen", "done"])),
            Field(4, "severity", .choice(["low", "high", "danger"]), policy: .max(["low", "high", "danger"])),
            Field(5, "tags", .set(maximum: 1_000), policy: .union),
            Field(6, "amount", .integer(0...1_000_000), group: "money"),
            Field(7, "payer", .text(maximum: 50, lines: false), group: "money"),
            Field(8, "remark", .text(maximum: 2_000, lines: true)),
            Field(9, "day", .date),
            Field(10, "at", .instant),
            Field(11, "latitude", .latitude),
            Field(12, "photo", .reference(kind: "photo")),
            Field(13, "category", .slug(["road", "road/hole"])),
            Field(14, "closed", .flag),
            Field(15, "longitude", .longitude),
        ])

    static let photo = Kind(
        2, "photo", fields: [Field(2, "caption", .text(maximum: 100, lines: false)), Field(3, "content", .reference(kind: "note"))])

    static let schema = Schema(version: 1, kinds: [kind, photo])

    /// What a device of a newer version knows: it lets "poison" through, which the server's `schema` refuses.
    static let lenient = Schema(
        version: 2,
        kinds: [
            Kind(
                1, "note", indexes: [["status"]],
                fields: kind.fields.dropFirst().map { field in
                    field.number == 3
                        ? Field(3, "status", .choice(["new", "seen", "done", "poison"]))
                        : field.number == 8 ? Field(8, "remark", .set(maximum: 2_000)) : field
                }), photo,
        ])

    static let deleted: UInt32 = 1
    static let title: UInt32 = 2
    static let status: UInt32 = 3
    static let severity: UInt32 = 4
    static let tags: UInt32 = 5
    static let amount: UInt32 = 6
    static let payer: UInt32 = 7
    static let remark: UInt32 = 8
}

/// Short names for what tests write again and again.
func dot(_ incarnation: UInt64, _ k: UInt64) -> Dot { Dot(life(incarnation), k) }

func life(_ number: UInt64) -> Incarnation { Incarnation(ID128(high: 0, low: number)) }

func recordID(_ number: UInt64) -> RecordID { RecordID(ID128(high: 0x0190_0000_0000_7000, low: 1 << 63 | number)) }

func note(of record: RecordID = recordID(1), area: String = "A", seen: UInt64 = 0, vector: [Dot] = [], _ writes: [UInt32: Value]) -> Op {
    var op = Op(record: record, kind: 1, area: area, writes: writes.keys.sorted().map { Op.FieldWrite($0, writes[$0]!) })
    op.context.seen = seen
    for dot in vector { op.context.vector.insert(dot) }
    return op
}

extension RecordState {
    /// The live writes of one register.
    func live(_ field: UInt32, key: String = "") -> [Dot: Value] {
        Dictionary(uniqueKeysWithValues: register(field, key: key).map { (origins[$0.origin].dot, $0.value) })
    }
}
