import SyncCore
import WijkDomain

/// Plans for programs.
enum PlanJSON {
    /// `items[{position, id, short, title, status, theme, currency, lowCents, highCents, conflicted}]`.
    static func items(_ items: [PlanContents.Item], into writer: inout JSONWriter) {
        writer.array("items", items.enumerated()) { entry, writer in
            let item = entry.element
            writer.object { writer in
                writer.member("position", entry.offset + 1)
                writer.member("id", "\(item.id)")
                writer.member("short", item.id.short)
                writer.member("title", item.title)
                writer.member("status", item.status)
                writer.member("theme", item.values["theme"].text)
                writer.member("currency", item.amount.currency)
                SumsOutput.members(item.amount.total, into: &writer)
                writer.member("conflicted", item.isConflicted)
            }
        }
    }

    /// `byStatus{status: count}`.
    static func counts(_ contents: PlanContents, into writer: inout JSONWriter) {
        writer.object("byStatus") { writer in
            for (status, items) in contents.byStatus { writer.member(status, items.count) }
        }
    }
}
