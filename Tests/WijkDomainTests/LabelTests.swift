import SyncCore
import Testing
import WijkDomain

@Suite("Labels")
struct LabelTests {
    @Test func `no label shows an underscore, in either language`() {
        for kind in Wijk.schema.kinds {
            for dutch in [true, false] {
                let labels = kind.fields.map { Labels.label(kind: kind.name, field: $0.name, dutch: dutch) }
                #expect(!labels.contains { $0.isEmpty || $0.contains("_") }, "\(kind.name)")
                #expect(Set(labels).count == labels.count, "\(kind.name): two columns with one head")
            }
        }
    }

    @Test(arguments: [
        ("finding", "source", "bron", "source"), ("finding", "description", "omschrijving", "description"),
        ("plan_item", "self_managed", "zelfbeheer", "self-managed"), ("schouw", "deleted", "verwijderd", "deleted"),
    ])
    func `a field is called by the field's word`(kind: String, field: String, dutch: String, english: String) {
        #expect(Labels.label(kind: kind, field: field) == dutch)
        #expect(Labels.label(kind: kind, field: field, dutch: false) == english)
    }

    @Test func `a kind is called by the field's word`() {
        #expect(
            Wijk.schema.kinds.map { Labels.label(kind: $0.name) } == [
                "gebied", "schouw", "bevinding", "plan", "maatregel", "organisatie", "persoon", "rol", "team", "routering", "budget",
                "boeking", "voorstel", "besluit", "inspraakronde", "reactie", "convenant", "inkooporder", "aanmelding", "indicator",
                "meting", "terugkoppeling", "wijkschets", "prioritering", "bijlage", "profiel", "vertrouwelijke tekst",
            ])
        #expect(Labels.label(kind: "plan_item", dutch: false) == "plan item")
    }

    @Test func `a field without a label is called by its name`() {
        #expect(Labels.label(kind: "finding", field: "not_known_yet") == "not known yet")
    }
}
