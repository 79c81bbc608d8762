/// Writes JSON text (RFC 8259) as it goes, without a tree in between.
///
/// Members and elements are written in the order of the calls; commas and, when pretty, line breaks come by themselves. Several values
/// at the top level are put on lines of their own, so that a compact writer used again and again makes JSON Lines.
///
/// A call that cannot lead to JSON (a key in an array, a value in an object without a key, an end without a begin) is a programming
/// error and stops the process.
public struct JSONWriter: Sendable {
    public enum Style: Sendable {
        /// No white space.
        case compact
        /// One member or element a line, indented by two spaces a level.
        case pretty
    }

    /// The UTF-8 text written so far.
    public private(set) var bytes: [UInt8] = []

    private let style: Style
    /// The closing brackets still to come, innermost last.
    private var open: [UInt8] = []
    private var hasPredecessor = false
    private var followsKey = false

    public init(_ style: Style = .compact) {
        self.style = style
    }

    /// The text written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func beginObject() { begin(0x7B, closing: 0x7D) }

    public mutating func endObject() { end(0x7D) }

    public mutating func beginArray() { begin(0x5B, closing: 0x5D) }

    public mutating func endArray() { end(0x5D) }

    /// The name of the member whose value is written next. Names are not compared: that they differ is the caller's care.
    public mutating func key(_ name: String) {
        precondition(open.last == 0x7D && !followsKey, "a key belongs in an object, before a value")
        separate()
        JSONEscape.append(name, to: &bytes)
        bytes.append(0x3A)
        if style == .pretty { bytes.append(0x20) }
        followsKey = true
    }

    public mutating func string(_ value: String) {
        beginValue()
        JSONEscape.append(value, to: &bytes)
    }

    /// Written in full, also beyond 2⁵³, where many readers lose digits.
    public mutating func integer(_ value: some FixedWidthInteger) {
        beginValue()
        bytes.append(contentsOf: String(value).utf8)
    }

    public mutating func bool(_ value: Bool) {
        beginValue()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    public mutating func null() {
        beginValue()
        bytes.append(contentsOf: "null".utf8)
    }

    private mutating func begin(_ bracket: UInt8, closing: UInt8) {
        beginValue()
        bytes.append(bracket)
        open.append(closing)
        hasPredecessor = false
    }

    private mutating func end(_ bracket: UInt8) {
        precondition(open.last == bracket && !followsKey, "an end belongs after a begin of the same kind, and not after a key")
        open.removeLast()
        if hasPredecessor { breakLine() }
        bytes.append(bracket)
        hasPredecessor = true
    }

    private mutating func beginValue() {
        if followsKey {
            followsKey = false
        } else {
            precondition(open.last != 0x7D, "a value in an object belongs after a key")
            separate()
        }
        hasPredecessor = true
    }

    private mutating func separate() {
        if open.isEmpty {
            if hasPredecessor { bytes.append(0x0A) }
        } else {
            if hasPredecessor { bytes.append(0x2C) }
            breakLine()
        }
    }

    private mutating func breakLine() {
        guard style == .pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * open.count))
    }
}
