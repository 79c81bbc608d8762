internal import HTTPTypes
internal import Hummingbird
internal import SyncCore

/// `POST /v1/sync`: one request, one reply (docs/PROTOCOL.md).
struct SyncHandler: Sendable {
    let writer: WritingLane
    let reader: ReadingLane
    let door: ReadingLane
    let metrics: Metrics
    let bodies = BodyReader()

    func handle(_ request: Request) async throws -> Response {
        let token = try Self.token(request)
        // Before the body is read: who has no right is not listened to.
        _ = try await door.perform { try $0.access.grant(token: token, now: Clock.now()) }
        return try await bodies.read(request, type: "application/x-protobuf") { bytes in
            let sync = try SyncRequest(decoding: bytes)
            let reply = try await answer(sync, token: token)
            metrics.add(bytes.count, to: "sync_request_bytes")
            metrics.add(Int(reply.acknowledged - min(reply.acknowledged, sync.base)), to: "ops_acknowledged")
            metrics.add(reply.verdicts.count { !$0.isOfIdentity }, to: "ops_refused")
            return Body.response(reply.encode(), type: "application/x-protobuf", for: request)
        }
    }

    /// What changes nothing is answered beside the writer.
    private func answer(_ sync: SyncRequest, token: String) async throws -> SyncReply {
        let now = Clock.now()
        let read: (reply: SyncReply, tellsMore: Bool)? = try await reader.perform { desk in
            if try desk.service.needsWriting(sync) { return nil }
            let (grant, lastSeen) = try desk.grant(token: token, now: now, for: sync)
            if try desk.lacksWithheldPart(sync, grant) { return nil }
            // Whom we have not noted lately goes the other way, where that is written down.
            if now - (lastSeen ?? 0) > AccessStore.seenPrecision { return nil }
            return (try desk.service.handle(sync, from: grant), try desk.service.tellsMore(sync, from: grant))
        }
        if let read {
            // Apart, so that a long answer does not hold up who writes. What cannot be noted now, on a full disk for one, is said
            // again by the next request.
            if read.tellsMore {
                try? await writer.perform { try $0.service.note(sync, from: $0.grant(token: token, now: now, for: sync).grant) }
            }
            return read.reply
        }
        return try await writer.perform { desk in
            let (grant, _) = try desk.grant(token: token, now: now, for: sync)
            try desk.access.touch(grant.device, now: now)
            try desk.makeWithheldParts(sync, grant)
            let reply = try desk.service.handle(sync, from: grant)
            try desk.service.note(sync, from: grant)
            return reply
        }
    }

    private static func token(_ request: Request) throws -> String {
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer "), header.utf8.count < 200 else {
            throw SyncError("access.token", "The request carries no token.", hint: "Enrol the device first.", status: 401)
        }
        return String(header.dropFirst(7))
    }
}
