import SyncCore
import WijkDomain

/// The conflicts in the order of a plan (C6), for people and for programs: both wishes, and who decides.
struct RankOutput {
    let device: Device
    let ranking: PlanRanking
    let language: Language
    /// The body whose order counts; empty when that is not known here.
    let decider: String

    init(_ ranking: PlanRanking, area: AreaState?, _ device: Device, _ language: Language) {
        self.device = device
        self.ranking = ranking
        self.language = language
        decider = device.profile(in: area)?.orderBody ?? ""
    }

    func title(_ item: RecordID) -> String { ranking.items[item]?["title"].text ?? item.short }

    /// Not made safe yet.
    func place(_ after: RecordID?) -> String {
        guard let after else { return language(en: "no place of its own", nl: "geen eigen plaats") }
        if after == ranking.plan { return language(en: "first", nl: "als eerste") }
        return language(en: "right after “\(title(after))”", nl: "direct na “\(title(after))”")
    }

    func text() throws -> String {
        var lines: [String] = []
        for clash in ranking.clashes {
            let who = decider.isEmpty ? "" : language(en: "; decided by: \(decider)", nl: "; beslist: \(decider)")
            lines.append("\(ConflictClass.c6.rawValue) \(ConflictClass.c6.name(dutch: language == .dutch)): \(head(clash))\(who)")
            for wish in try clash.wishes(device) {
                lines.append(
                    "  \(wish.item.short)  “\(title(wish.item))” \(place(wish.after))  (\(wish.person ?? "?") · \(wish.device) · \(LocalTime.text(wish.deviceTime)))"
                )
            }
        }
        if lines.isEmpty { return "" }
        lines.append(
            language(
                en: "  Settle it: wijkclient rank move ID --after ID, or --first; what is said again counts.",
                nl: "  Beslis: wijkclient volgorde verplaats NUMMER --after NUMMER, of --first; wat nog eens wordt gezegd geldt."))
        return lines.map { SafeText.singleLine($0) + "\n" }.joined()
    }

    private func head(_ clash: PlanRanking.Clash) -> String {
        switch clash.cause {
        case .place: language(en: "one place for several, \(place(clash.anchor))", nl: "één plaats voor meer, \(place(clash.anchor))")
        case .circle: language(en: "they come after each other", nl: "ze komen na elkaar")
        case .item: language(en: "moved to several places", nl: "naar meer plaatsen verplaatst")
        }
    }

    /// `conflicts[{class, cause, after, decider, wishes[{item, short, title, after, person, device, deviceTime}]}]`.
    func write(into writer: inout JSONWriter) throws {
        try writer.array("conflicts", ranking.clashes) { clash, writer in
            writer.beginObject()
            writer.member("class", ConflictClass.c6.rawValue)
            writer.member("cause", clash.cause.rawValue)
            writer.member("after", clash.anchor?.description)
            writer.member("decider", decider.isEmpty ? nil : decider)
            let wishes = try clash.wishes(device)
            writer.array("wishes", wishes) { wish, writer in
                writer.object { writer in
                    writer.member("item", "\(wish.item)")
                    writer.member("short", wish.item.short)
                    writer.member("title", title(wish.item))
                    writer.member("after", wish.after?.description)
                    writer.member("person", wish.person)
                    writer.member("device", wish.device)
                    writer.member("deviceTime", instant: wish.deviceTime)
                }
            }
            writer.endObject()
        }
    }
}
