/// Says what an op's writer had seen in the words of another feed than the one the op was written on.
///
/// Only what is named of the op's own record matters: contexts decide between values of one record. So what was seen beyond
/// the common part is named dot by dot, as far as anything of it may still be live; that is exact, and small.
struct Rebase {
    /// Up to here both feeds are the same.
    let common: UInt64

    /// An op on the same record, as the feed that is left knows it, and the dot it stands under in the new one.
    struct Seen {
        let origin: RecordState.Origin
        let now: Dot
    }

    /// - Parameters:
    ///   - dot: under which the op stands, or stood, in the feed that is left.
    ///   - record: the ops on its record that may have live values.
    func context(of op: Op, at dot: Dot, record: [Seen]) -> Context {
        var context = Context(seen: min(op.context.seen, common))
        for each in record where op.context.covers(each.origin.dot, at: each.origin.position, writer: op.first == nil ? dot : nil) {
            let isCommon = each.origin.position > 0 && each.origin.position <= context.seen && each.now == each.origin.dot
            if !isCommon { context.vector.insert(each.now) }
        }
        return context
    }
}
