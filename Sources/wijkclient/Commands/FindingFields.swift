import ArgumentParser
import SyncCore
import WijkDomain

/// A finding's fields as options. Fields without an option of their own are set by `--set`.
struct FindingFields: FieldOptions {
    @Option(name: .long, help: .both("Category, main or main/sub: afval/grofvuil.", "Categorie, hoofd of hoofd/sub: afval/grofvuil."))
    var category: String?
    @Option(name: [.long, .customShort("d")], parsing: .unconditional, help: .both("What was seen.", "Wat er is gezien."))
    var description: String?
    @Option(name: .long, help: .oneOf(FindingKind.statuses))
    var status: String?
    @Option(name: .long, help: .oneOf(FindingKind.severities))
    var severity: String?
    @Option(
        name: .long, parsing: .unconditional,
        help: .both(
            "Latitude in decimal degrees (WGS84).",
            "Breedtegraad in decimale graden (WGS84)."))
    var lat: String?
    @Option(
        name: .long, parsing: .unconditional,
        help: .both(
            "Longitude in decimal degrees (WGS84).",
            "Lengtegraad in decimale graden (WGS84)."))
    var lon: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Address.", "Adres."))
    var address: String?
    @Option(name: .long, help: .both("When it was seen (RFC 3339, or now).", "Wanneer het is gezien (RFC 3339, of nu)."))
    var observed: String?
    @Option(name: .long, help: .both("The schouw it belongs to (id).", "De schouw waar het bij hoort (nummer)."))
    var schouw: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Remark.", "Opmerking."))
    var remark: String?
    @Option(name: .long, help: .oneOf(FindingKind.mentioners))
    var mentionedBy: String?
    @Option(name: .long, help: .oneOf(FindingKind.sources))
    var source: String?
    @Option(name: .long, help: .oneOf(FindingKind.natures))
    var nature: String?
    @Option(name: .long, help: .oneOf(FindingKind.qualities))
    var quality: String?
    @Option(name: .long, help: .oneOf(FindingKind.destinations))
    var destination: String?
    @Option(name: .long, parsing: .unconditional, help: .both("The organisation that must act.", "De organisatie die iets moet doen."))
    var responsible: String?
    @Option(name: .long, help: .both("The day it must be dealt with.", "De streefdatum."))
    var due: String?
    @Option(name: .long, help: .both("The finding that this one repeats (id).", "De bevinding die deze herhaalt (nummer)."))
    var duplicateOf: String?
    @Option(name: .long, help: .both("Words, with commas between.", "Trefwoorden, met komma's ertussen."))
    var tags: String?
    @Option(name: .long, help: .both("Its number in another system.", "Het nummer in een ander systeem."))
    var externalId: String?

    var given: [(field: String, text: String?)] {
        [
            ("category", category), ("description", description), ("status", status), ("severity", severity), ("latitude", lat),
            ("longitude", lon), ("address", address), ("observed_at", observed), ("schouw", schouw), ("remark", remark),
            ("mentioned_by", mentionedBy), ("source", source), ("nature", nature), ("quality", quality), ("destination", destination),
            ("responsible", responsible), ("due_date", due), ("duplicate_of", duplicateOf), ("tags", tags), ("external_id", externalId),
        ]
    }

    func validate() throws {
        guard (lat == nil) == (lon == nil) else {
            throw ValidationError(Language.ofHelp(en: "--lat and --lon belong together.", nl: "--lat en --lon horen bij elkaar."))
        }
    }
}
