/// Whole members of an object at once.
extension JSONWriter {
    public mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    public mutating func member(_ name: String, _ value: (some FixedWidthInteger)?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        beginObject()
        try body(&self)
        endObject()
    }

    public mutating func object(_ name: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try object(body)
    }

    public mutating func array<Element>(
        _ name: String, _ elements: some Sequence<Element>, _ body: (Element, inout JSONWriter) throws -> Void
    ) rethrows {
        key(name)
        try array(elements, body)
    }

    public mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (Element, inout JSONWriter) throws -> Void) rethrows {
        beginArray()
        for element in elements { try body(element, &self) }
        endArray()
    }
}
