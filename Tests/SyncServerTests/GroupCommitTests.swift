import Dispatch
import FoundationEssentials
import Glibc
import SyncCore
import Synchronization
import Testing

@testable import wijkclient

extension ProcessTests {
    /// Pushes that share one commit at the server.
    @Suite(.serialized) struct GroupCommitTests {
        /// A tablet in this process, with one op to send.
        private final class Sender: @unchecked Sendable {
            let token: String
            var request: SyncRequest
            let server: String

            init(_ site: Site, _ name: String) throws {
                let folder = try ReplicaFolder(option: "\(site.path)/\(name)", environment: Environment([:]))
                server = site.url
                let code = try site.invite([Site.overvecht])
                var exchange = EnrolmentExchange(device: try Device.writing(folder, .english), language: .english)
                let answer = try ServerConnection(server, .english).enroll(try exchange.question(code: code, name: name))
                _ = try exchange.accept(answer, server: server, code: code, name: name)
                token = try #require(try folder.token.read(.english))
                let device = try Device.writing(folder, .english)
                try device.replica.write([
                    Draft(
                        kind: 3, area: Site.overvecht, writes: [Op.FieldWrite(5, .text("van \(name)")), Op.FieldWrite(16, .text("nieuw"))])
                ])
                request = try device.replica.request(SyncPlan())
            }

            /// Claims to have seen what the server never sent.
            func spoil() throws {
                var op = try Op(decoding: request.ops[0])
                op.context.seen += 1_000_000
                request.ops[0] = op.encode()
            }

            func send() -> Result<SyncReply, any Error> {
                Result { try ServerConnection(server, .english).sync(request, token: token) }
            }
        }

        @Test func `I13 F18: of eight pushes that share a commit, a bad one is refused whole and takes none of the seven along`() throws {
            let site = try Site()
            let senders = try (0..<9).map { try Sender(site, "sender-\($0)") }
            try senders[4].spoil()
            let results = Mutex<[Int: Result<SyncReply, any Error>]>([:])
            let done = DispatchGroup()
            var hold: Hold? = try Hold(site.data + "/server.db")
            for (index, sender) in senders.enumerated() {
                // Each waits in a thread of its own: those of one concurrent queue are as many as there are cores.
                DispatchQueue(label: "sender \(index)").async(group: done) {
                    let result = sender.send()
                    results.withLock { $0[index] = result }
                }
            }
            #expect(OpenRequests.wait(for: 9, of: "/v1/sync", at: site.port))
            // Each of these goes through the lanes that the pushes go through; then the pushes stand before the writer.
            for _ in 0..<200 {
                let connection = try Socket.connect(site.port)
                Socket.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".utf8, to: connection)
                #expect(Socket.message(connection) != nil)
                _ = close(connection)
            }
            #expect(results.withLock { $0.isEmpty })
            withExtendedLifetime(hold) {}
            hold = nil
            #expect(done.wait(timeout: .now() + .seconds(30)) == .success)
            let all = results.withLock { $0 }
            for (index, result) in all.sorted(by: { $0.key < $1.key }) {
                switch result {
                case .success(let reply):
                    #expect(index != 4 && reply.acknowledged == 1 && reply.verdicts.isEmpty, "\(index)")
                case .failure(let error):
                    #expect(index == 4 && (error as? ServerProblem)?.error.code == "context.unknown", "\(index): \(error)")
                }
            }
            #expect(all.count == 9)
            let reader = try site.enrolled("reader")
            try reader.sync()
            let expected = (0..<9).filter { $0 != 4 }.map { "van sender-\($0)" }
            #expect(try reader.findings().compactMap(\.fields.description).sorted() == expected)
            try site.expectInStep([reader])
        }
    }
}
