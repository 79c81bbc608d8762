import Glibc

/// The environment variables, or a stand-in for them. A variable that is set but empty counts as not set.
struct Environment: Sendable {
    private let lookup: @Sendable (String) -> String?

    /// The variables of this process, read when asked for.
    static let process = Environment { name in
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    init(_ values: [String: String]) {
        self.init { values[$0] }
    }

    private init(lookup: @escaping @Sendable (String) -> String?) {
        self.lookup = lookup
    }

    subscript(name: String) -> String? {
        guard let value = lookup(name), !value.isEmpty else { return nil }
        return value
    }
}
