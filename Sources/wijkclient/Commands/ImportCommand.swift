import ArgumentParser
import SyncCore
import WijkDomain

struct ImportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "import", ["importeren"],
            en: "Take records from a file.",
            nl: "Neem gegevens over uit een bestand.", subcommands: [ImportFindings.self])
    }
}

struct ImportFindings: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "findings", ["bevindingen"], en: "Import findings from CSV with a header: all rows, or none.",
            nl: "Importeer bevindingen uit CSV met een kopregel: alle rijen, of geen.",
            example: ["import findings reports.csv --area Kanaleneiland --map text=description --set source=meldpunt --dry-run"],
            json: "rows, imported, skipped, dryRun, badRows, bad[{line, reason}] (the first 1,000)",
            more: (
                en: "Columns are called by field names (description, observed_at, …), their labels, or --map. A row whose external_id "
                    + "its area holds already is skipped. Status is nieuw unless given. “-” reads standard input.",
                nl: "Kolommen heten naar velden (description, observed_at, …), hun Nederlandse namen, of --map. Een rij waarvan het "
                    + "gebied het external_id al heeft, wordt overgeslagen. De status is nieuw, tenzij opgegeven. “-” leest de standaardinvoer."
            ))
    }

    @Argument(help: .both("The file.", "Het bestand."))
    var file: String
    @Option(
        name: .long,
        help: .both(
            "Area of rows that name none, by code or name.",
            "Gebied van rijen die er geen noemen, met code of naam."))
    var area: String?
    @Option(name: .long, help: .both("column=field. May be repeated.", "kolom=veld. Mag vaker."))
    var map: [String] = []
    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: .both(
            "field=value for rows without one. May be repeated.",
            "veld=waarde voor rijen zonder. Mag vaker."))
    var set: [String] = []
    @Flag(name: .long, help: .both("Only check, and list every bad row.", "Controleer alleen, en noem elke foute rij."))
    var dryRun = false
    @Flag(name: .long, help: .both("Leave out columns that mean nothing here.", "Sla kolommen over die hier niets betekenen."))
    var ignoreUnmapped = false
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let language = client.language
        let bytes = try ImportFile.bytes(of: file, language)
        let device = try client.openToWrite()
        let choice = try AreaChoice(device, language)
        let kind = FindingKind.kind
        let input = RecordLookup(device: device, language: language).input
        var assignments = FieldAssignments(language)
        assignments.add("status", "nieuw")
        try assignments.add(sets: set, clears: [])
        let content = try ImportFile(
            bytes: bytes, kind: kind, map: map, ignoresUnmapped: ignoreUnmapped,
            defaults: assignments.writes(for: kind, input).filter { !$0.value.isNull }, area: try area.map { try choice.resolve($0).code },
            input: input, language: language, resolve: { try choice.resolve($0).code })
        let importer = Importer(device: device, kind: kind, file: content, language: language)
        if dryRun { return try tell(try importer.check(), client) }
        Interruption.listen()
        var progress = Progress(client.environment)
        defer { progress.end() }
        do {
            let result = try importer.run(
                areaName: { code in (try? choice.resolve(code).name) ?? code },
                progress: { count in progress.show(language(en: "\(count) rows", nl: "\(count) rijen")) })
            progress.end()
            device.settle()
            try tell(result, client)
        } catch let refused as Importer.Refused {
            progress.end()
            try tell(refused.result, client)
        }
    }

    /// - Throws: the error of status 65 when there are bad rows, after listing them.
    private func tell(_ result: Importer.Result, _ client: Client) throws {
        let language = client.language
        let isWritten = !dryRun && result.badCount == 0
        if client.json {
            try client.write { writer in
                writer.member("rows", result.rows)
                writer.member("imported", isWritten ? result.imported : 0)
                writer.member("skipped", result.skipped)
                writer.key("dryRun")
                writer.bool(dryRun)
                writer.member("badRows", result.badCount)
                writer.array("bad", result.bad) { bad, writer in
                    writer.beginObject()
                    writer.member("line", bad.line)
                    writer.member("reason", bad.reason)
                    writer.endObject()
                }
            }
        } else if result.badCount == 0 {
            let skipped =
                result.skipped == 0
                ? ""
                : language(
                    en: ", \(result.skipped) were here already",
                    nl: ", \(result.skipped) waren er al")
            try client.streams.write(
                dryRun
                    ? language(en: "\(result.imported) rows are good\(skipped).\n", nl: "\(result.imported) rijen zijn goed\(skipped).\n")
                    : language(
                        en: "\(result.imported) findings imported\(skipped).\n",
                        nl: "\(result.imported) bevindingen geïmporteerd\(skipped).\n"))
        } else {
            for bad in result.bad {
                client.streams.message(language(en: "line \(bad.line): \(bad.reason)", nl: "regel \(bad.line): \(bad.reason)"))
            }
        }
        guard result.badCount > 0 else { return }
        let more =
            result.badCount > result.bad.count
            ? language(
                en: " (the first \(result.bad.count) are listed)",
                nl: " (de eerste \(result.bad.count) staan hierboven)") : ""
        throw ClientError(
            .badData, "import.rows",
            language(
                en: "\(result.badCount) bad rows\(more); nothing was imported.",
                nl: "\(result.badCount) foute rijen\(more); er is niets geïmporteerd."))
    }
}
