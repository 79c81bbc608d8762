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
        case .yearly: "yearly"
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
        2 schouw 63 question set
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
        3 finding 27 item reference(plan_item)
        3 finding 28 number text
        3 finding 29 seen_at instant
        3 finding 30 distinct_from set
        3 finding 63 question set
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
        4 plan 12 service text
        4 plan 13 decision reference(decision)
        4 plan 63 question set
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
        5 plan_item 17 tranches yearly
        5 plan_item 18 rank_after reference(plan_item)
        5 plan_item 19 executor_person text
        5 plan_item 20 co_decision reference(decision)
        5 plan_item 21 number text
        5 plan_item 22 service text
        5 plan_item 23 proposed_for integer
        5 plan_item 63 question set
        6 organisation 2 name text
        6 organisation 3 sort choice
        6 organisation 4 internal flag
        6 organisation 5 contact text
        7 account 2 account text
        7 account 3 name text
        7 account 4 organisation text
        8 role 2 account text
        8 role 3 name text
        8 role 4 role choice
        8 role 5 organisation text
        8 role 6 valid_from date
        8 role 7 valid_to date
        8 role 8 mandate_cents integer
        8 role 9 currency choice
        8 role 10 seconded flag
        8 role 11 process_only flag
        9 team 2 name text
        9 team 3 sort choice
        9 team 4 members set
        9 team 5 term_months integer
        9 team 6 since date
        9 team 7 representative flag
        10 routing 2 finding reference(finding)
        10 routing 3 destination choice
        10 routing 4 to text
        10 routing 5 reason text
        10 routing 6 step choice
        11 budget 2 sort choice
        11 budget 3 title text
        11 budget 4 year integer
        11 budget 5 granted_cents integer
        11 budget 6 currency choice
        11 budget 7 basis choice
        11 budget 8 holder text
        12 booking 2 budget reference(budget)
        12 booking 3 item reference(plan_item)
        12 booking 4 sort choice
        12 booking 5 amount_cents integer
        12 booking 6 state choice
        12 booking 7 granted_cents integer
        12 booking 8 shortfall_cents integer
        12 booking 9 decision reference(decision)
        12 booking 10 description text
        12 booking 63 question set
        13 proposal 2 title text
        13 proposal 3 text text
        13 proposal 4 about set
        13 proposal 5 shortfall_cents integer
        13 proposal 6 to text
        13 proposal 7 status choice
        13 proposal 8 decision reference(decision)
        13 proposal 63 question set
        14 decision 2 body text
        14 decision 3 date date
        14 decision 4 sort choice
        14 decision 5 binding flag
        14 decision 6 title text
        14 decision 7 text text
        14 decision 8 about set
        14 decision 9 forwarded_to text
        14 decision 63 question set
        15 consultation 2 title text
        15 consultation 3 plan reference(plan)
        15 consultation 4 item reference(plan_item)
        15 consultation 5 from_date date
        15 consultation 6 to_date date
        15 consultation 7 status choice
        15 consultation 63 question set
        16 reaction 2 consultation reference(consultation)
        16 reaction 3 item reference(plan_item)
        16 reaction 4 plan reference(plan)
        16 reaction 5 from text
        16 reaction 6 text text
        16 reaction 7 reply text
        16 reaction 8 status choice
        16 reaction 63 question set
        17 covenant 2 title text
        17 covenant 3 partners set
        17 covenant 4 since date
        17 covenant 5 until date
        17 covenant 6 meetings_per_year integer
        17 covenant 63 question set
        18 purchase 2 budget reference(budget)
        18 purchase 3 department text
        18 purchase 4 description text
        18 purchase 5 amount_cents integer
        18 purchase 6 booking reference(booking)
        18 purchase 7 status choice
        19 notification 2 item reference(plan_item)
        19 notification 3 service text
        19 notification 4 date date
        19 notification 5 description text
        20 indicator 2 name text
        20 indicator 3 theme text
        20 indicator 4 unit text
        21 measurement 2 indicator reference(indicator)
        21 measurement 3 year integer
        21 measurement 4 value_milli integer
        21 measurement 5 source text
        21 measurement 6 standing choice
        21 measurement 63 question set
        22 feedback 2 audience text
        22 feedback 3 channel text
        22 feedback 4 text text
        22 feedback 5 about set
        22 feedback 6 sent_at instant
        23 sketch 2 view text
        23 sketch 3 text text
        23 sketch 63 question set
        24 ranking 2 plan reference(plan)
        24 ranking 3 round integer
        24 ranking 4 body text
        24 ranking 5 binding flag
        24 ranking 6 status choice
        25 attachment 2 finding reference(finding)
        25 attachment 3 item reference(plan_item)
        25 attachment 4 sha256 text
        25 attachment 5 media_type text
        25 attachment 6 bytes integer
        25 attachment 7 sort choice
        25 attachment 8 standing choice
        25 attachment 9 exif_removed flag
        26 profile 2 name text
        26 profile 3 version integer
        26 profile 4 text text
        27 confidence 2 about text
        27 confidence 3 text text
        """
}
