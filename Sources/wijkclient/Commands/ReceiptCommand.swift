import ArgumentParser
import SyncCore

struct ReceiptCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "receipt", ["bewijs", "ontvangstbewijs"],
            en: "Sync, and let the server prove that it holds everything of this device: then it may be wiped.",
            nl: "Synchroniseer, en laat de server bewijzen dat hij alles van dit apparaat heeft: dan kan het worden gewist.",
            example: ["receipt --output receipt.json", "receipt --check receipt.json --key 3f9a…"],
            json:
                "safe, ops{held, total}, records{held, total}, missing[{code, text}], digest, server, device, deviceName, person, epoch, time, unsent, "
                + "lives[{incarnation, ops, refused, chain}], broken[], loose[], areas[{code, name, stage, position, records, digest, chain}], "
                + "refused[{record, area, code, detail}], salt, serverKey, statement, signature",
            more: (
                en:
                    "Ends with status 0 when it is safe to wipe, with 79 when something is missing, with another one when nothing can be said. "
                    + "--check needs no network: it checks the signature with --key, else with the key that this replica knows.",
                nl: "Eindigt met status 0 als wissen veilig is, met 79 als er iets ontbreekt, met een andere als er niets te zeggen is. "
                    + "--check heeft geen netwerk nodig: de handtekening wordt gecontroleerd met --key, anders met de sleutel die deze replica kent."
            ))
    }

    @Option(
        name: .long,
        help: .both("Save the receipt in this file, to be checked later.", "Bewaar het bewijs in dit bestand, om later te controleren."))
    var output: String?
    @Option(name: .long, help: .both("Check a saved receipt instead.", "Controleer in plaats daarvan een bewaard bewijs."))
    var check: String?
    @Option(name: .long, help: .both("With --check: the server's key, 64 digits.", "Bij --check: de sleutel van de server, 64 tekens."))
    var key: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let document = try check.map { try checked($0, client) } ?? asked(client)
        if let output { try save(document, output, client) }
        if client.json {
            try client.write { document.members(into: &$0, client.language) }
        } else {
            try client.streams.write(document.text(client.language))
        }
        guard !document.judgement.isSafe else { return }
        throw ClientError(
            .notSafe, "receipt.incomplete",
            client.language(en: "Do not wipe this device yet.", nl: "Wis dit apparaat nog niet."),
            hint: client.language(en: "See what is missing, above.", nl: "Zie hierboven wat ontbreekt."))
    }

    private func asked(_ client: Client) throws -> ReceiptDocument {
        let (device, enrolment, token) = try client.openToSync()
        Interruption.listen()
        var run = ReceiptRun(
            device: device, enrolment: enrolment, token: token, connection: try ServerConnection(enrolment.server, client.language),
            language: client.language)
        run.beganNewLife = { client.tellNewLife(kept: $0) }
        do { return try run.run() } catch {
            try Interruption.check(client.language)
            throw error
        }
    }

    private func checked(_ path: String, _ client: Client) throws -> ReceiptDocument {
        try ReceiptDocument(file: ImportFile.bytes(of: path, client.language), named: path, key: serverKey(client), client.language)
    }

    /// Where the key comes from that the receipt is checked with: never from the receipt itself.
    private func serverKey(_ client: Client) throws -> [UInt8] {
        if let key {
            guard let bytes = Hex.decode(key), bytes.count == 32 else {
                throw ClientError(
                    .usage, "receipt.key",
                    client.language(
                        en: "A server's key is 64 hexadecimal digits.", nl: "De sleutel van een server is 64 hexadecimale tekens."))
            }
            return bytes
        }
        if client.folder.hasDatabase {
            let device = try client.openToRead()
            if let known = try device.store.reading({ try device.store.fact(.serverKey) }) { return known }
        }
        throw ClientError(
            .usage, "receipt.key",
            client.language(
                en: "With which server's key is it to be checked?", nl: "Met de sleutel van welke server moet het worden gecontroleerd?"),
            hint: client.language(
                en: "Give --key; `wijkserver key` prints it.", nl: "Geef --key; `wijkserver key` toont hem."))
    }

    private func save(_ document: ReceiptDocument, _ path: String, _ client: Client) throws {
        var writer = JSONWriter(.pretty)
        writer.object { document.members(into: &$0, client.language) }
        try NewFile.write(writer.bytes + [0x0A], to: path, client.language)
    }
}
