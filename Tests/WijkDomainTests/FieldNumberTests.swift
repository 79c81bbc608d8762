import SyncCore
import Testing
import WijkDomain

/// Numbers are for ever: they stand in every stored op. Add lines, never change or remove one.
@Suite("Field numbers")
struct FieldNumberTests {
    @Test func `no number, name or type has changed`() {
        #expect(current == Self.golden.split(separator: "\n").map(String.init))
    }

    private var current: [String] {
        Wijk.schema.kinds.flatMap { kind in
            kind.fields.dropFirst().map { "\(kind.number) \(kind.name) \($0.number) \($0.name) \(word(for: $0.type))" }
        }
    }

    private func word(for type: FieldType) -> String {
        switch type {
        case .text: "text"
        case .choice: "choice"
        case .slug: "slug"
        case .integer: "integer"
        case .flag: "flag"
        case .date: "date"
        case .instant: "instant"
        case .latitude: "latitude"
        case .longitude: "longitude"
        case .reference(let kind): "reference(\(kind))"
        case .set: "set"
        }
    }

    private static let golden = """
        1 area 2 code text
        1 area 3 name text
        1 area 4 level choice
        1 area 5 parent_code text
        1 area 6 municipality choice
        1 area 7 inhabitants integer
        1 area 8 reference_date date
        1 area 9 valid_from date
        1 area 10 valid_to date
        1 area 11 regime choice
        1 area 12 say choice
        2 schouw 2 title text
        2 schouw 3 date date
        2 schouw 4 status choice
        2 schouw 5 leader text
        2 schouw 6 participants set
        2 schouw 7 resident_count integer
        2 schouw 8 route_note text
        2 schouw 9 started_at instant
        2 schouw 10 finished_at instant
        3 finding 2 source choice
        3 finding 3 nature choice
        3 finding 4 category slug
        3 finding 5 description text
        3 finding 6 remark text
        3 finding 7 latitude latitude
        3 finding 8 longitude longitude
        3 finding 9 accuracy_cm integer
        3 finding 10 location_method choice
        3 finding 11 address text
        3 finding 12 mentioned_by choice
        3 finding 13 severity choice
        3 finding 14 quality choice
        3 finding 15 quality_ruler text
        3 finding 16 status choice
        3 finding 17 destination choice
        3 finding 18 responsible text
        3 finding 19 due_date date
        3 finding 20 observed_at instant
        3 finding 21 schouw reference(schouw)
        3 finding 22 duplicate_of reference(finding)
        3 finding 23 feedback_needed flag
        3 finding 24 closed_at instant
        3 finding 25 external_id text
        3 finding 26 tags set
        4 plan 2 sort choice
        4 plan 3 title text
        4 plan 4 theme text
        4 plan 5 from_year integer
        4 plan 6 to_year integer
        4 plan 7 cycle_year integer
        4 plan 8 phase text
        4 plan 9 status choice
        4 plan 10 parent reference(plan)
        4 plan 11 description text
        5 plan_item 2 plan reference(plan)
        5 plan_item 3 title text
        5 plan_item 4 description text
        5 plan_item 5 theme text
        5 plan_item 6 wanted choice
        5 plan_item 7 status choice
        5 plan_item 8 estimate_cents integer
        5 plan_item 9 currency choice
        5 plan_item 10 financing_note text
        5 plan_item 11 executor text
        5 plan_item 12 start_date date
        5 plan_item 13 end_date date
        5 plan_item 14 self_managed flag
        5 plan_item 15 findings set
        5 plan_item 16 decision_note text
        """
}
