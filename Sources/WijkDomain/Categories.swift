/// What a finding is about: a two-level list that most Dutch systems for reports on public space share. A municipality may use
/// fewer.
public enum Categories {
    public struct Main: Sendable {
        public let slug: String
        /// The slugs of its subcategories, without the main slug.
        public let subs: [String]
    }

    public static let all: [Main] = {
        var mains: [Main] = []
        for line in lines.split(separator: "\n") {
            if line.hasSuffix(":") {
                mains.append(Main(slug: String(line.dropLast()), subs: []))
            } else if let last = mains.popLast() {
                mains.append(Main(slug: last.slug, subs: last.subs + line.split(separator: " ").map(String.init)))
            }
        }
        return mains
    }()

    /// Every value the field takes: `afval`, `afval/grofvuil`, …
    public static let slugs: [String] = all.flatMap { main in [main.slug] + main.subs.map { "\(main.slug)/\($0)" } }

    /// Main categories that speak of persons, households or businesses. They are off on devices unless a municipality decides
    /// otherwise: a lost phone must not tell who was reported for what, and individual help is outside neighbourhood work (§6.5).
    public static let offOnDevices: Set<String> = [
        "overlast-van-en-door-personen-of-groepen", "overlast-bedrijven-en-horeca", "ondermijning", "wonen",
    ]

    /// The list a device offers by default.
    public static let offeredOnDevices: [Main] = all.filter { !offOnDevices.contains($0.slug) }
}
