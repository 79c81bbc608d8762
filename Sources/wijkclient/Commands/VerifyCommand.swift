import ArgumentParser
import SyncCore

struct VerifyCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "verify", ["controleren"], en: "Check the replica: the file, the digests, the chain of own writes, the lists.",
            nl: "Controleer de replica: het bestand, de controlegetallen, de keten van eigen wijzigingen, de lijsten.", example: ["verify"],
            json:
                "ok, integrity[…], areas[{code, name, ok, digest, computed, records}], chain{ok, ops, problem}, lists{ok, records, problems[]}",
            more: (en: "Ends with status 65 when something is wrong.", nl: "Eindigt met status 65 als er iets niet klopt."))
    }

    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        let report = try Verification(device)
        try client.json ? client.write { report.members(into: &$0) } : client.streams.write(report.text(client.language))
        guard report.isGood else {
            throw ClientError(
                .badData, "replica.wrong",
                client.language(
                    en: "The replica is not as it should be.",
                    nl: "De replica is niet zoals zij hoort te zijn."),
                hint: client.language(
                    en: "Keep the folder, export, and tell the administrator.",
                    nl: "Bewaar de map, exporteer, en vertel het de beheerder."))
        }
    }
}
