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
        outOfScope = reader.words("bevindingen.buiten_scope")
        beyondWijk = reader.body("bevindingen.bovenwijks_naar", bodies) ?? ""
        partners = reader.words("samen.partners")
        contactPerService = reader.flag("samen.contactpersoon_per_dienst")
        indicators = reader.words("samen.kerngegevens")
        audiences = reader.words("samen.doelgroepen")
        say = reader.words("zeggenschap.ladder", of: AreaKind.says)
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
            layers[parts[0]] = parts[1]
        }
        for sort in layers.keys.sorted() {
            var (step, steps) = (layers[sort], 0)
            while let next = step, steps <= layers.count { (step, steps) = (layers[next], steps + 1) }
            if steps > layers.count { reader.flaw("plan.lagen", .consistency, sort) }
        }
        themes = reader.words("plan.velden")
        themeRequired = reader.flag("plan.veld_verplicht")
        if themeRequired, themes.isEmpty { reader.flaw("plan.veld_verplicht", .consistency, "plan.velden") }
        computed = reader.word("plan.berekend", of: planSorts) ?? ""
        computedFrom = reader.words("plan.berekend_uit", of: planSorts)
        if computed.isEmpty != computedFrom.isEmpty { reader.flaw("plan.berekend", .consistency, "plan.berekend_uit") }
        horizon = reader.integer("plan.looptijd", 1...30) ?? 1
        contentOwners = reader.roles("plan.inhoud")
        notification = reader.flag("plan.aanmelding_diensten")
        decisionRoute = reader.words("plan.besluitroute")
        for step in decisionRoute where body(step) == nil && step != "inspraak" { reader.flaw("plan.besluitroute", .reference, step) }
    }

    private mutating func readOrder(_ reader: inout ProfileReader) {
        orderBody = reader.body("volgorde.orgaan", bodies) ?? ""
        orderRoles = reader.roles("volgorde.invoer")
        orderBinding = reader.flag("volgorde.bindend")
        if orderBody.isEmpty, orderBinding || !orderRoles.isEmpty { reader.flaw("volgorde.bindend", .consistency, "volgorde.orgaan") }
    }

    private mutating func readBudget(_ reader: inout ProfileReader) {
        guard let sort = reader.word("budget.soort", of: MoneyKinds.sorts) else { return }
        var budget = Budget()
        budget.sort = sort
        budget.basis = reader.word("budget.grondslag", of: ["per_inwoner", "vast", "geen"]) ?? "geen"
        budget.cents = reader.integer("budget.cent", 0...10_000_000_000_000) ?? 0
        budget.currency = currency
        budget.holders = reader.roles("budget.beheerder")
        budget.body = reader.body("budget.beslisser", bodies) ?? ""
        budget.overdraft =
            reader.word("budget.bij_overschrijding", of: Overdraft.allCases.map(\.rawValue))
            .flatMap(Overdraft.init) ?? .hold
        budget.coDecision = reader.body("budget.medebesluit", bodies) ?? ""
        if budget.holders.isEmpty { reader.flaw("budget.beheerder", .missing, "budget.beheerder") }
        if budget.body.isEmpty { reader.flaw("budget.beslisser", .missing, "budget.beslisser") }
        if budget.basis != "geen", budget.cents == 0 { reader.flaw("budget.grondslag", .consistency, "budget.cent") }
        if budget.holders.contains(.beheerder) { reader.flaw("budget.beheerder", .consistency, Role.beheerder.rawValue) }
        self.budget = budget
    }
}
