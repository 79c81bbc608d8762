/// Who writes, and what that person is in the area today.
public struct Writer: Sendable, Equatable {
    public struct Grant: Sendable, Equatable {
        public let role: Role
        public let organisation: String
        public let isProcessOnly: Bool

        public init(role: Role, organisation: String = "", isProcessOnly: Bool = false) {
            self.role = role
            self.organisation = organisation
            self.isProcessOnly = isProcessOnly
        }
    }

    /// The server's id of the account.
    public let account: String
    public let name: String
    public let grants: [Grant]

    public init(account: String, name: String, grants: [Grant]) {
        self.account = account
        self.name = name
        self.grants = grants
    }

    var roles: Set<Role> { Set(grants.map(\.role)) }
}
