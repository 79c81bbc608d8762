internal import ArgumentParser
internal import SyncCore

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Show the server's public key, with which receipts and feed heads are checked.",
        discussion: "It is no secret. Example: wijkserver key --data /srv/wijk")

    @OptionGroup var options: DataOptions

    func run() throws {
        let key = Hex.encode(try options.folder.loadSigner().publicKey)
        options.json ? Print.json { $0.object { $0.member("publicKey", key) } } : Print.line(key)
    }
}
