/// Reads typed values out of a profile's lines, and collects what is wrong with them.
struct ProfileReader {
    private var file: ProfileFile

    static let keys: Set<String> = Set(
        [
            "gemeente": ["naam", "code", "versie", "valuta"], "gebieden": ["niveaus", "inwoners"],
            "plan": [
                "soorten", "fasen", "lagen", "velden", "veld_verplicht", "berekend", "berekend_uit", "looptijd", "inhoud",
                "aanmelding_diensten", "besluitroute",
            ],
            "volgorde": ["orgaan", "invoer", "bindend"],
            "budget": ["soort", "grondslag", "cent", "beheerder", "beslisser", "bij_overschrijding", "medebesluit"],
            "bevindingen": ["bestemmingen", "snelle_maatregel", "snel_buiten_plan", "buiten_scope", "bovenwijks_naar"],
            "organen": ["bindend", "adviserend"], "rollen": Role.allCases.map(\.rawValue) + ["alleen_proces", "vertrouwelijk"],
            "samen": ["partners", "contactpersoon_per_dienst", "kerngegevens", "doelgroepen"], "zeggenschap": ["start", "ladder"],
        ].flatMap { section, keys in keys.map { "\(section).\($0)" } })

    var flaws: [ProfileError.Flaw] { file.flaws }

    init(_ text: String) { file = ProfileFile(text, keys: Self.keys) }

    mutating func flaw(_ key: String, _ rule: ProfileError.Rule, _ what: String) {
        file.flaw(file.entries[key]?.line ?? 0, rule, what)
    }

    func text(_ key: String) -> String? { file.entries[key].map(\.value) }

    mutating func required(_ key: String) -> String {
        if let text = text(key), !text.isEmpty { return text }
        flaw(key, .missing, key)
        return ""
    }

    /// Whether the section has a line at all.
    func isBegun(_ section: String) -> Bool { file.entries.keys.contains { $0.hasPrefix(section + ".") } }

    func words(_ key: String) -> [String] { file.entries[key]?.words ?? [] }

    mutating func words(_ key: String, of allowed: [String]) -> [String] {
        let words = words(key)
        for word in words where !allowed.contains(word) { flaw(key, .word, "\(word) (\(allowed.joined(separator: ", ")))") }
        return words
    }

    mutating func word(_ key: String, of allowed: [String]) -> String? {
        guard let text = text(key) else { return nil }
        if allowed.contains(text) { return text }
        flaw(key, .word, "\(text) (\(allowed.joined(separator: ", ")))")
        return nil
    }

    mutating func integer(_ key: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard let text = text(key) else { return nil }
        guard let number = Int64(text.filter { $0 != "_" }) else {
            flaw(key, .number, text)
            return nil
        }
        if !range.contains(number) { flaw(key, .range, "\(text) (\(range.lowerBound)–\(range.upperBound))") }
        return number
    }

    mutating func flag(_ key: String) -> Bool { word(key, of: ["ja", "nee"]) == "ja" }

    mutating func roles(_ key: String) -> [Role] { words(key, of: Role.allCases.map(\.rawValue)).compactMap(Role.init) }

    /// Roles whose word counts for content, order or money: not the administrator's (I18), nor that of a role for the process only
    /// (§6.7).
    mutating func deciders(_ key: String, processOnly: [Role]) -> [Role] {
        let roles = roles(key)
        for role in roles where role == .beheerder || processOnly.contains(role) { flaw(key, .consistency, role.rawValue) }
        return roles
    }

    mutating func body(_ key: String, _ bodies: [Profile.Body]) -> String? {
        guard let text = text(key) else { return nil }
        if !bodies.contains(where: { $0.name == text }) { flaw(key, .reference, text) }
        return text
    }

    /// `wijk 10000-15000, buurt 0-5000`.
    mutating func sizes(_ key: String, _ levels: [String]) -> [String: ClosedRange<Int>] {
        var sizes: [String: ClosedRange<Int>] = [:]
        for entry in words(key) {
            let parts = entry.split { $0 == " " || $0 == "-" }.map(String.init)
            guard parts.count == 3, let low = Int(parts[1]), let high = Int(parts[2]), low <= high, levels.contains(parts[0]) else {
                flaw(key, .range, entry)
                continue
            }
            sizes[parts[0]] = low...high
        }
        return sizes
    }
}
