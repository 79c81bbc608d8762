extension Profile {
    /// Reads a profile.
    ///
    /// - Throws: every flaw at once, each with its line.
    public init(parsing text: String) throws(ProfileError) {
        self.init()
        var reader = ProfileReader(text)
        read(&reader)
        self.text = text
        if !reader.flaws.isEmpty { throw ProfileError(flaws: reader.flaws.sorted { $0.line < $1.line }) }
    }

    private mutating func read(_ reader: inout ProfileReader) {
        name = reader.required("gemeente.naam")
        code = reader.required("gemeente.code")
        if !code.isEmpty, code.wholeMatch(of: /GM[0-9]{4}/) == nil { reader.flaw("gemeente.code", .word, "\(code) (GM0000–GM9999)") }
        version = reader.integer("gemeente.versie", 1...1_000_000) ?? 1
        currency = reader.word("gemeente.valuta", of: PlanItemKind.currencies) ?? "EUR"
        levels = reader.words("gebieden.niveaus", of: AreaLevel.allCases.map(\.rawValue))
        sizes = reader.sizes("gebieden.inwoners", levels)
        readBodies(&reader)
        readPlans(&reader)
        readOrder(&reader)
        readBudget(&reader)
        destinations = reader.words("bevindingen.bestemmingen", of: FindingKind.destinations)
        fastLane = reader.text("bevindingen.snelle_maatregel") ?? ""
        fastLaneOutsidePlan = reader.flag("bevindingen.snel_buiten_plan")
        if fastLaneOutsidePlan, !destinations.contains("snelle_maatregel") {
            reader.flaw("bevindingen.snel_buiten_plan", .consistency, "bevindingen.bestemmingen")
        }
        outOfScope = reader.words("bevindingen.buiten_scope")
        beyondWijk = reader.body("bevindingen.bovenwijks_naar", bodies) ?? ""
        partners = reader.words("samen.partners")
        contactPerService = reader.flag("samen.contactpersoon_per_dienst")
        indicators = reader.words("samen.kerngegevens")
        audiences = reader.words("samen.doelgroepen")
        say = reader.words("zeggenschap.ladder", of: AreaKind.says)
        // From least to most, each step once: raising and lowering goes along it (§6.3).
        if say != AreaKind.says.filter(say.contains) { reader.flaw("zeggenschap.ladder", .consistency, say.joined(separator: ", ")) }
        sayStart = reader.word("zeggenschap.start", of: AreaKind.says) ?? ""
        if !sayStart.isEmpty, !say.contains(sayStart) { reader.flaw("zeggenschap.start", .consistency, sayStart) }
    }

    private mutating func readBodies(_ reader: inout ProfileReader) {
        for word in reader.words("organen.bindend") {
            if body(word) != nil { reader.flaw("organen.bindend", .twice, word) }
            bodies.append(Body(name: word, isBinding: true))
        }
        for word in reader.words("organen.adviserend") {
            if body(word) != nil { reader.flaw("organen.adviserend", .consistency, word) }
            bodies.append(Body(name: word, isBinding: false))
        }
        for role in Role.allCases { roles[role] = reader.text("rollen.\(role.rawValue)") }
        processOnly = reader.roles("rollen.alleen_proces")
        confidants = reader.roles("rollen.vertrouwelijk")
    }

    private mutating func readPlans(_ reader: inout ProfileReader) {
        planSorts = reader.words("plan.soorten", of: PlanKind.sorts)
        phases = reader.words("plan.fasen")
        if Set(phases).count != phases.count { reader.flaw("plan.fasen", .consistency, phases.joined(separator: ", ")) }
        for pair in reader.words("plan.lagen") {
            let parts = pair.split(separator: "<").map { ProfileFile.trimmed(String($0)) }
            guard parts.count == 2, parts.allSatisfy(planSorts.contains) else {
                reader.flaw("plan.lagen", .reference, pair)
                continue
            }
            if layers.updateValue(parts[1], forKey: parts[0]) != nil { reader.flaw("plan.lagen", .consistency, pair) }
        }
        // No plan could be the first of sorts that lie in each other.
        for sort in layers.keys.sorted() where liesInItself(sort) { reader.flaw("plan.lagen", .consistency, sort) }
        themes = reader.words("plan.velden")
        themeRequired = reader.flag("plan.veld_verplicht")
        if themeRequired, themes.isEmpty { reader.flaw("plan.veld_verplicht", .consistency, "plan.velden") }
        computed = reader.word("plan.berekend", of: planSorts) ?? ""
        computedFrom = reader.words("plan.berekend_uit", of: planSorts)
        if computed.isEmpty != computedFrom.isEmpty || computedFrom.contains(computed) {
            reader.flaw(computed.isEmpty ? "plan.berekend_uit" : "plan.berekend", .consistency, "plan.berekend, plan.berekend_uit")
        }
        horizon = reader.integer("plan.looptijd", 1...30) ?? 1
        contentOwners = reader.deciders("plan.inhoud", processOnly: processOnly)
        notification = reader.flag("plan.aanmelding_diensten")
        decisionRoute = reader.words("plan.besluitroute")
        for step in decisionRoute where body(step) == nil && step != "inspraak" { reader.flaw("plan.besluitroute", .reference, step) }
    }

    private mutating func readOrder(_ reader: inout ProfileReader) {
        orderBody = reader.body("volgorde.orgaan", bodies) ?? ""
        orderRoles = reader.deciders("volgorde.invoer", processOnly: processOnly)
        orderBinding = reader.flag("volgorde.bindend")
        if orderBody.isEmpty, orderBinding || !orderRoles.isEmpty { reader.flaw("volgorde.bindend", .consistency, "volgorde.orgaan") }
        if orderBinding, body(orderBody)?.isBinding == false { reader.flaw("volgorde.bindend", .consistency, orderBody) }
    }

    private mutating func readBudget(_ reader: inout ProfileReader) {
        guard let sort = reader.word("budget.soort", of: MoneyKinds.sorts) else {
            if reader.text("budget.soort") == nil, reader.isBegun("budget") { reader.flaw("budget.soort", .missing, "budget.soort") }
            return
        }
        var budget = Budget()
        budget.sort = sort
        budget.basis = reader.word("budget.grondslag", of: ["per_inwoner", "vast", "geen"]) ?? "geen"
        let cents = reader.integer("budget.cent", 0...Money.most)
        budget.cents = cents ?? 0
        budget.currency = currency
        let isReadable = cents != nil || reader.text("budget.cent") == nil
        if isReadable, budget.basis != "geen", budget.cents == 0 { reader.flaw("budget.grondslag", .consistency, "budget.cent") }
        if budget.basis == "geen", budget.cents > 0 { reader.flaw("budget.cent", .consistency, "budget.grondslag") }
        budget.holders = reader.deciders("budget.beheerder", processOnly: processOnly)
        budget.body = reader.body("budget.beslisser", bodies) ?? ""
        budget.overdraft =
            reader.word("budget.bij_overschrijding", of: Overdraft.allCases.map(\.rawValue))
            .flatMap(Overdraft.init) ?? .hold
        budget.coDecision = reader.body("budget.medebesluit", bodies) ?? ""
        if budget.holders.isEmpty { reader.flaw("budget.beheerder", .missing, "budget.beheerder") }
        if budget.body.isEmpty { reader.flaw("budget.beslisser", .missing, "budget.beslisser") }
        // Its decisions would not bind, so that nothing could ever be granted.
        if body(budget.coDecision)?.isBinding == false { reader.flaw("budget.medebesluit", .consistency, budget.coDecision) }
        self.budget = budget
    }

    private func liesInItself(_ sort: String) -> Bool {
        var next = layers[sort]
        for _ in layers {
            if next == sort { return true }
            next = next.flatMap { layers[$0] }
        }
        return false
    }
}
