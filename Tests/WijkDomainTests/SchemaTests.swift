import SyncCore
import Testing
import WijkDomain

@Suite("The schema")
struct SchemaTests {
    @Test(arguments: Wijk.schema.kinds.map(\.name))
    func `field numbers are unique, below 64, and 1 is the engine's`(name: String) throws {
        let kind = try #require(Wijk.schema.kind(named: name))
        let own = kind.fields.dropFirst().map(\.number)
        #expect(kind.fields.first?.number == Field.deleted.number)
        #expect(Set(own).count == own.count)
        #expect(own.allSatisfy { (2..<64).contains($0) })
    }

    @Test func `every name can be an SQL name, and is used once`() {
        for kind in Wijk.schema.kinds {
            let names = kind.fields.map(\.name)
            #expect(Set(names).count == names.count, "\(kind.name)")
            for name in [kind.name] + names { #expect(name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil, "\(name)") }
        }
    }

    @Test func `words of a choice are unique, not empty, and short`() {
        for (name, words) in choices {
            #expect(Set(words).count == words.count, "\(name)")
            #expect(words.count > 1, "\(name)")
            #expect(words.allSatisfy { (1...40).contains($0.utf8.count) && $0.allSatisfy(\.isASCII) }, "\(name)")
        }
    }

    @Test func `a ladder has the words of its field's choice, and nothing else`() {
        for kind in Wijk.schema.kinds {
            for field in kind.fields {
                guard case .max(let ladder) = field.policy else { continue }
                guard case .choice(let words) = field.type else {
                    Issue.record("\(kind.name).\(field.name) has a ladder but no words")
                    continue
                }
                #expect(Set(ladder) == Set(words), "\(kind.name).\(field.name)")
            }
        }
    }

    @Test func `union is for sets, and every set is united`() {
        for kind in Wijk.schema.kinds {
            for field in kind.fields {
                if case .set = field.type {
                    #expect(field.policy == .union, "\(kind.name).\(field.name)")
                } else {
                    #expect(field.policy != .union, "\(kind.name).\(field.name)")
                }
            }
        }
    }

    @Test func `a reference names a kind, and an index names fields`() {
        for kind in Wijk.schema.kinds {
            for field in kind.fields {
                if case .reference(let target) = field.type { #expect(Wijk.schema.kind(named: target) != nil, "\(target)") }
            }
            for column in kind.indexes.joined() { #expect(kind.field(named: column) != nil, "\(kind.name).\(column)") }
        }
    }

    @Test func `amount and financing are coupled, status and end too, and one place is one thing`() {
        #expect(groups("plan_item")["money"] == ["estimate_cents", "currency", "financing_note", "tranches"])
        #expect(groups("plan_item")["status"] == ["status", "end_date"])
        #expect(groups("plan_item")["award"] == ["status", "estimate_cents"])
        #expect(groups("finding")["conversion"] == ["destination", "item"])
        #expect(groups("booking")["outcome"] == ["state", "granted_cents", "shortfall_cents"])
        #expect(groups("finding")["status"] == ["status", "closed_at"])
        #expect(groups("finding")["location"] == ["latitude", "longitude", "accuracy_cm", "location_method"])
        #expect(groups("schouw")["status"] == ["status", "finished_at"])
        #expect(groups("plan")["period"] == ["from_year", "to_year"])
        #expect(groups("area")["inhabitants"] == ["inhabitants", "reference_date"])
        #expect(groups("area")["validity"] == ["valid_from", "valid_to"])
    }

    @Test func `a group has two fields or more`() {
        for kind in Wijk.schema.kinds {
            #expect(groups(kind.name).values.allSatisfy { $0.count > 1 }, "\(kind.name)")
        }
    }

    @Test func `a finding needs a description and a status, and nothing else`() throws {
        let finding = try #require(Wijk.schema.kind(named: "finding"))
        #expect(finding.fields.filter(\.required).map(\.name) == ["description", "status"])
    }

    private var choices: [(name: String, words: [String])] {
        Wijk.schema.kinds.flatMap { kind in
            kind.fields.compactMap { field in
                guard case .choice(let words) = field.type else { return nil }
                return (name: "\(kind.name).\(field.name)", words: words)
            }
        }
    }

    private func groups(_ kind: String) -> [String: [String]] {
        var groups: [String: [String]] = [:]
        for field in Wijk.schema.kind(named: kind)?.fields ?? [] {
            for group in field.groups { groups[group, default: []].append(field.name) }
        }
        return groups
    }
}
