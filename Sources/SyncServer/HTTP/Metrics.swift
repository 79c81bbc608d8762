internal import Synchronization

/// Counters for operators, in the text format of Prometheus (version 0.0.4).
final class Metrics: Sendable {
    private struct State {
        var open: [String: Int] = [:]
        var requests: [Key: (count: Int, milliseconds: Int64)] = [:]
        var totals: [String: Int] = [:]
    }

    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private let state = Mutex(State())

    /// A request's head has come; `served` is called once for it.
    func opened(route: String) { state.withLock { $0.open[route, default: 0] += 1 } }

    func served(route: String, status: Int, milliseconds: Int64) {
        state.withLock { state in
            state.open[route, default: 0] -= 1
            let key = Key(route: route, status: status)
            let old = state.requests[key] ?? (0, 0)
            state.requests[key] = (old.count + 1, old.milliseconds + milliseconds)
        }
    }

    func add(_ amount: Int, to name: String) { state.withLock { $0.totals[name, default: 0] += amount } }

    func text() -> String {
        state.withLock { state in
            var lines = ["# TYPE wijk_requests_open gauge"]
            for route in state.open.keys.sorted() { lines.append("wijk_requests_open{route=\"\(route)\"} \(state.open[route]!)") }
            lines.append("# TYPE wijk_requests_total counter")
            let keys = state.requests.keys.sorted { ($0.route, $0.status) < ($1.route, $1.status) }
            for key in keys {
                lines.append("wijk_requests_total{route=\"\(key.route)\",status=\"\(key.status)\"} \(state.requests[key]!.count)")
            }
            lines.append("# TYPE wijk_request_milliseconds_total counter")
            for key in keys {
                lines.append(
                    "wijk_request_milliseconds_total{route=\"\(key.route)\",status=\"\(key.status)\"} \(state.requests[key]!.milliseconds)")
            }
            for name in state.totals.keys.sorted() {
                lines.append("# TYPE wijk_\(name)_total counter")
                lines.append("wijk_\(name)_total \(state.totals[name]!)")
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }
}
