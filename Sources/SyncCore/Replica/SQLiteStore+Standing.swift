extension SQLiteStore {
    public func acknowledge(actor: Int, area: Int, position: UInt64?) throws {
        guard let position else {
            statements.dropAcknowledged.bind(1, area)
            statements.dropAcknowledged.bind(2, actor)
            return try statements.dropAcknowledged.run()
        }
        statements.setAcknowledged.bind(1, area)
        statements.setAcknowledged.bind(2, actor)
        statements.setAcknowledged.bind(3, position)
        try statements.setAcknowledged.run()
    }

    public func acknowledgements(area: Int) throws -> [Int: UInt64] {
        let statement = statements
        defer { statement.acknowledged.reset() }
        statement.acknowledged.bind(1, area)
        var positions: [Int: UInt64] = [:]
        while try statement.acknowledged.step() { positions[Int(statement.acknowledged.integer(0))] = statement.acknowledged.unsigned(1) }
        return positions
    }

    public func standing(actor: Int) throws -> Standing {
        let statement = statements
        defer { statement.standing.reset() }
        statement.standing.bind(1, actor)
        var standing = Standing()
        guard try statement.standing.step() else { return standing }
        standing.pending = statement.standing.unsigned(0)
        standing.isRetired = statement.standing.integer(1) != 0
        return standing
    }

    public func save(_ standing: Standing, actor: Int) throws {
        statements.saveStanding.bind(1, actor)
        statements.saveStanding.bind(2, standing.pending)
        statements.saveStanding.bind(3, standing.isRetired ? 1 : 0)
        try statements.saveStanding.run()
    }
}
