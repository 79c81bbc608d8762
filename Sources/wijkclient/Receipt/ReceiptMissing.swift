import SyncCore

extension ReceiptJudgement.Missing {
    /// Stable, for scripts.
    var code: String {
        switch self {
        case .unsent: "ops.unsent"
        case .broken: "ops.gone"
        case .life: "ops.unconfirmed"
        case .refusals: "ops.refusals"
        case .loose: "ops.unknown"
        case .seeding: "area.incomplete"
        case .closed: "area.closed"
        case .behind: "area.behind"
        case .differs: "area.differs"
        case .unstated: "area.unconfirmed"
        }
    }

    func text(_ language: Language) -> String {
        switch self {
        case .unsent(let count): language(en: "\(count) writes were not sent", nl: "\(count) wijzigingen zijn niet verstuurd")
        case .broken(let life):
            language(
                en: "writes of \(short(life)) are gone from this replica: see wijkclient verify",
                nl: "wijzigingen van \(short(life)) zijn weg uit deze replica: zie wijkclient controleren")
        case .life(let life, let ops):
            language(
                en: "the server does not confirm the \(ops) writes of \(short(life))",
                nl: "de server bevestigt de \(ops) wijzigingen van \(short(life)) niet")
        case .refusals(let life, let here, let there):
            language(
                en: "\(here) writes of \(short(life)) are known here as refused, \(there) at the server",
                nl: "hier zijn \(here) wijzigingen van \(short(life)) bekend als geweigerd, bij de server \(there)")
        case .loose(let count):
            language(
                en: "\(count) writes of an earlier life are unknown to the server",
                nl: "\(count) wijzigingen uit een eerder leven kent de server niet")
        case .seeding(let area):
            language(en: "\(area) was not fetched completely", nl: "\(area) is niet helemaal opgehaald")
        case .closed(let area):
            language(
                en: "\(area): this device may not see it any more, so what it holds of it cannot be compared",
                nl: "\(area): dit apparaat mag het niet meer zien, dus wat het ervan heeft, is niet te vergelijken")
        case .behind(let area, let here, let there):
            language(
                en: "\(area) stands at \(here) here and at \(there) at the server",
                nl: "\(area) staat hier op \(here) en bij de server op \(there)")
        case .differs(let area):
            language(en: "\(area) differs from the server's", nl: "\(area) is anders dan bij de server")
        case .unstated(let area):
            language(en: "the server states nothing of \(area)", nl: "de server zegt niets over \(area)")
        }
    }

    private func short(_ life: Incarnation) -> Substring { life.description.prefix(8) }
}
