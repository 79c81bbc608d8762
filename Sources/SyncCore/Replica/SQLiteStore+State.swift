extension SQLiteStore {
    public func fact(_ name: Fact) throws -> [UInt8]? {
        let statement = statements
        defer { statement.fact.reset() }
        statement.fact.bind(1, name.rawValue)
        return try statement.fact.step() ? statement.fact.bytes(0) : nil
    }

    public func setFact(_ name: Fact, _ value: [UInt8]?) throws {
        if let value {
            statements.setFact.bind(1, name.rawValue)
            statements.setFact.bind(2, value)
            try statements.setFact.run()
        } else {
            statements.dropFact.bind(1, name.rawValue)
            try statements.dropFact.run()
        }
    }

    public func actor(_ incarnation: Incarnation) throws -> Actor {
        if let known = try findActor(incarnation) { return known }
        let number = Int(try connection.integer("SELECT max(number) FROM actor") ?? 0) + 1
        let actor = Actor(number: number, incarnation: incarnation)
        try save(actor)
        return actor
    }

    public func findActor(_ incarnation: Incarnation) throws -> Actor? {
        if let number = actorNumbers[incarnation] { return try actor(number: number) }
        let statement = statements
        defer { statement.actorByIncarnation.reset() }
        statement.actorByIncarnation.bind(1, incarnation.id)
        return try statement.actorByIncarnation.step() ? remember(statement.actorByIncarnation) : nil
    }

    public func actor(number: Int) throws -> Actor {
        if let known = actorsByNumber[number] { return known }
        let statement = statements
        defer { statement.actorByNumber.reset() }
        statement.actorByNumber.bind(1, number)
        guard try statement.actorByNumber.step() else {
            throw SyncError("storage.damaged", "\(path) names actor \(number), which it does not hold.", hint: "Run `verify`.", status: 500)
        }
        return remember(statement.actorByNumber)
    }

    private func remember(_ row: borrowing Statement) -> Actor {
        var actor = Actor(number: Int(row.integer(0)), incarnation: Incarnation(row.id(1)))
        actor.chain = Chain(k: row.unsigned(2), hash: row.bytes(3))
        actor.device = row.text(4)
        actor.person = row.text(5)
        actorsByNumber[actor.number] = actor
        actorNumbers[actor.incarnation] = actor.number
        return actor
    }

    public func save(_ actor: Actor) throws {
        statements.saveActor.bind(1, actor.number)
        statements.saveActor.bind(2, actor.incarnation.id)
        statements.saveActor.bind(3, actor.chain.k)
        statements.saveActor.bind(4, actor.chain.hash)
        statements.saveActor.bind(5, actor.device)
        statements.saveActor.bind(6, actor.person)
        try statements.saveActor.run()
        actorsByNumber[actor.number] = actor
        actorNumbers[actor.incarnation] = actor.number
    }

    public func addChainPoint(actor: Int, _ chain: Chain) throws {
        statements.addChainPoint.bind(1, actor)
        statements.addChainPoint.bind(2, chain.k)
        statements.addChainPoint.bind(3, chain.hash)
        try statements.addChainPoint.run()
    }

    public func chainPoint(actor: Int, k: UInt64) throws -> [UInt8]? {
        let statement = statements
        defer { statement.chainPoint.reset() }
        statement.chainPoint.bind(1, actor)
        statement.chainPoint.bind(2, k)
        return try statement.chainPoint.step() ? statement.chainPoint.bytes(0) : nil
    }

    public func areas() throws -> [AreaState] { try loadAreas().values.sorted { $0.number < $1.number } }

    public func area(_ code: String) throws -> AreaState? { try loadAreas()[code] }

    private func loadAreas() throws -> [String: AreaState] {
        if let known = areasByCode { return known }
        let row = statements
        defer { row.areas.reset() }
        var areas: [String: AreaState] = [:]
        while try row.areas.step() {
            var area = AreaState(number: Int(row.areas.integer(0)), code: row.areas.text(1), name: row.areas.text(2))
            area.position = row.areas.unsigned(3)
            area.chain = FeedChain(hash: row.areas.bytes(4))
            area.digest = Digest(bytes: row.areas.bytes(5)) ?? Digest()
            area.floor = row.areas.unsigned(16)
            area.differs = row.areas.integer(7) != 0
            if !row.areas.isNull(11) {
                area.proof = HeadProof(epoch: Epoch(row.areas.id(11)), position: row.areas.unsigned(12), signature: row.areas.bytes(13))
            }
            if !row.areas.isNull(14) {
                area.anchor = FeedMark(position: row.areas.unsigned(14), chain: FeedChain(hash: row.areas.bytes(15)))
            }
            area.stage =
                switch row.areas.integer(6) {
                case 0: .new
                case 1: .seeding(position: row.areas.unsigned(8), chain: FeedChain(hash: row.areas.bytes(9)), resume: row.areas.bytes(10))
                case 2: .live
                default: .closed
                }
            areas[area.code] = area
        }
        areasByCode = areas
        return areas
    }

    @discardableResult public func save(_ area: AreaState) throws -> AreaState {
        var area = area
        var areas = try loadAreas()
        if area.number == 0 { area.number = (areas.values.map(\.number).max() ?? 0) + 1 }
        let statement = statements
        statement.saveArea.bind(1, area.number)
        statement.saveArea.bind(2, area.code)
        statement.saveArea.bind(3, area.name)
        statement.saveArea.bind(4, area.position)
        statement.saveArea.bind(5, area.chain.hash)
        statement.saveArea.bind(6, area.digest.bytes)
        statement.saveArea.bind(8, area.differs ? 1 : 0)
        for index in 9...16 as ClosedRange<Int32> { statement.saveArea.bindNull(index) }
        statement.saveArea.bind(17, area.floor)
        if let proof = area.proof {
            statement.saveArea.bind(12, proof.epoch.id)
            statement.saveArea.bind(13, proof.position)
            statement.saveArea.bind(14, proof.signature)
        }
        if let anchor = area.anchor {
            statement.saveArea.bind(15, anchor.position)
            statement.saveArea.bind(16, anchor.chain.hash)
        }
        switch area.stage {
        case .new: statement.saveArea.bind(7, 0)
        case .seeding(let position, let chain, let resume):
            statement.saveArea.bind(7, 1)
            statement.saveArea.bind(9, position)
            statement.saveArea.bind(10, chain.hash)
            statement.saveArea.bind(11, resume)
        case .live: statement.saveArea.bind(7, 2)
        case .closed: statement.saveArea.bind(7, 3)
        }
        try statement.saveArea.run()
        areas[area.code] = area
        areasByCode = areas
        return area
    }
}
