/// The statements of a store that are used again and again, prepared once.
final class Statements {
    let dataVersion: Statement
    let fact: Statement
    let setFact: Statement
    let dropFact: Statement
    let actorByNumber: Statement
    let actorByIncarnation: Statement
    let saveActor: Statement
    let chainPoint: Statement
    let addChainPoint: Statement
    let areas: Statement
    let saveArea: Statement
    let overlay: Statement
    let setOverlay: Statement
    let dropOverlay: Statement
    let setConflict: Statement
    let dropConflict: Statement
    let appendFeed: Statement
    let feed: Statement
    let feedWithoutOps: Statement
    let feedOfRecord: Statement
    let feedOp: Statement
    let runAtOrBefore: Statement
    let saveRun: Statement
    let raiseVector: Statement
    let vector: Statement
    let appendOwn: Statement
    let setContext: Statement
    let own: Statement
    let ownOp: Statement
    let ownOfRecord: Statement
    let addFeedMark: Statement
    let settled: Statement
    let saveVerdict: Statement
    let verdict: Statement
    let verdicts: Statement
    let setAcknowledged: Statement
    let dropAcknowledged: Statement
    let acknowledged: Statement
    let standing: Statement
    let saveStanding: Statement

    init(_ connection: borrowing Connection) throws(SQLiteError) {
        dataVersion = try connection.prepare("PRAGMA data_version", kept: true)
        fact = try connection.prepare("SELECT value FROM fact WHERE name = ?1", kept: true)
        setFact = try connection.prepare("INSERT OR REPLACE INTO fact (name, value) VALUES (?1, ?2)", kept: true)
        dropFact = try connection.prepare("DELETE FROM fact WHERE name = ?1", kept: true)
        let actor = "SELECT number, incarnation, k, hash, device, person FROM actor"
        actorByNumber = try connection.prepare("\(actor) WHERE number = ?1", kept: true)
        actorByIncarnation = try connection.prepare("\(actor) WHERE incarnation = ?1", kept: true)
        saveActor = try connection.prepare(
            """
            INSERT INTO actor (number, incarnation, k, hash, device, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (number) DO UPDATE SET k = ?3, hash = ?4, device = ?5, person = ?6
            """, kept: true)
        chainPoint = try connection.prepare("SELECT hash FROM chain_point WHERE actor = ?1 AND k = ?2", kept: true)
        addChainPoint = try connection.prepare("INSERT OR REPLACE INTO chain_point (actor, k, hash) VALUES (?1, ?2, ?3)", kept: true)
        areas = try connection.prepare(
            """
            SELECT number, code, name, position, chain, digest, stage, differs, seed_position, seed_chain, seed_resume, proof_epoch,
            proof_position, proof_signature, anchor_position, anchor_chain, floor FROM area_state ORDER BY number
            """, kept: true)
        saveArea = try connection.prepare(
            """
            INSERT INTO area_state
            (number, code, name, position, chain, digest, stage, differs, seed_position, seed_chain, seed_resume, proof_epoch,
            proof_position, proof_signature, anchor_position, anchor_chain, floor)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            ON CONFLICT (number) DO UPDATE SET name = ?3, position = ?4, chain = ?5, digest = ?6, stage = ?7, differs = ?8,
            seed_position = ?9, seed_chain = ?10, seed_resume = ?11, proof_epoch = ?12, proof_position = ?13, proof_signature = ?14,
            anchor_position = ?15, anchor_chain = ?16, floor = ?17
            """, kept: true)
        overlay = try connection.prepare("SELECT state, area FROM overlay WHERE record = ?1", kept: true)
        setOverlay = try connection.prepare("INSERT OR REPLACE INTO overlay (record, state, area) VALUES (?1, ?2, ?3)", kept: true)
        dropOverlay = try connection.prepare("DELETE FROM overlay WHERE record = ?1", kept: true)
        setConflict = try connection.prepare("INSERT OR REPLACE INTO conflict (record, area) VALUES (?1, ?2)", kept: true)
        dropConflict = try connection.prepare("DELETE FROM conflict WHERE record = ?1", kept: true)
        appendFeed = try connection.prepare(
            "INSERT INTO feed (key, record, actor, k, more, received_at, op, form, extra) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            kept: true)
        feed = try connection.prepare(
            "SELECT key, record, actor, k, more, received_at, op, form, extra FROM feed WHERE key > ?1 AND key < ?2 ORDER BY key",
            kept: true)
        feedWithoutOps = try connection.prepare(
            """
            SELECT key, record, actor, k, more, received_at, CASE actor WHEN ?3 THEN NULL ELSE op END, form, extra
            FROM feed WHERE key > ?1 AND key < ?2 ORDER BY key
            """, kept: true)
        feedOfRecord = try connection.prepare(
            "SELECT key, record, actor, k, more, received_at, op, form, extra FROM feed WHERE record = ?1 ORDER BY key", kept: true)
        feedOp = try connection.prepare("SELECT op FROM feed WHERE key = ?1 AND actor = ?2 AND k = ?3", kept: true)
        runAtOrBefore = try connection.prepare(
            "SELECT k, count, area, position FROM run WHERE actor = ?1 AND k <= ?2 ORDER BY k DESC LIMIT 1", kept: true)
        saveRun = try connection.prepare(
            "INSERT OR REPLACE INTO run (actor, k, count, area, position) VALUES (?1, ?2, ?3, ?4, ?5)", kept: true)
        raiseVector = try connection.prepare(
            "INSERT INTO area_vector (area, actor, k) VALUES (?1, ?2, ?3) ON CONFLICT (area, actor) DO UPDATE SET k = max(k, ?3)",
            kept: true)
        vector = try connection.prepare("SELECT actor, k FROM area_vector WHERE area = ?1 ORDER BY actor", kept: true)
        appendOwn = try connection.prepare(
            "INSERT INTO own (key, record, area, more, op, context) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", kept: true)
        setContext = try connection.prepare("UPDATE own SET context = ?2 WHERE key = ?1", kept: true)
        let ownColumns = "SELECT key, record, area, more, op, context FROM own"
        own = try connection.prepare("\(ownColumns) WHERE key > ?1 AND key < ?2 ORDER BY key", kept: true)
        ownOp = try connection.prepare("SELECT op FROM own WHERE key = ?1", kept: true)
        ownOfRecord = try connection.prepare("\(ownColumns) WHERE record = ?1 ORDER BY key", kept: true)
        addFeedMark = try connection.prepare("INSERT OR REPLACE INTO feed_mark (key, chain) VALUES (?1, ?2)", kept: true)
        settled = try connection.prepare("SELECT k FROM settled WHERE area = ?1 AND actor = ?2", kept: true)
        saveVerdict = try connection.prepare(
            "INSERT OR REPLACE INTO verdict (key, code, detail, decider, decided_at, op, arguments) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            kept: true)
        let verdictColumns = "SELECT key, code, detail, decider, decided_at, op, arguments FROM verdict"
        verdict = try connection.prepare("\(verdictColumns) WHERE key = ?1", kept: true)
        verdicts = try connection.prepare("\(verdictColumns) WHERE key > ?1 AND key < ?2 ORDER BY key", kept: true)
        setAcknowledged = try connection.prepare(
            "INSERT OR REPLACE INTO acknowledged (area, actor, position) VALUES (?1, ?2, ?3)", kept: true)
        dropAcknowledged = try connection.prepare("DELETE FROM acknowledged WHERE area = ?1 AND actor = ?2", kept: true)
        acknowledged = try connection.prepare("SELECT actor, position FROM acknowledged WHERE area = ?1", kept: true)
        standing = try connection.prepare("SELECT pending, retired FROM standing WHERE actor = ?1", kept: true)
        saveStanding = try connection.prepare("INSERT OR REPLACE INTO standing (actor, pending, retired) VALUES (?1, ?2, ?3)", kept: true)
    }
}
