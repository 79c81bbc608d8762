internal import Glibc

/// How this process uses its heap. Called once, first thing in `main`.
public enum Memory {
    /// Pages are large blocks that come and go on several threads. By default glibc keeps up to eight heaps a core, and keeps freed
    /// blocks of up to 32 MB in them once it has seen such; memory then grows with the number of threads and not with what is
    /// held (I20). Two heaps, and large blocks straight from and back to the system: measured a third less on both sides.
    public static func keepSmall() {
        guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
        // <malloc.h> is in no module that Swift can import; the numbers are those of mallopt(3).
        let mallopt = unsafe unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        let (arenas, mapped, trimmed): (Int32, Int32, Int32) = (-8, -3, -1)
        _ = mallopt(arenas, 2)
        _ = mallopt(mapped, 256 * 1024)
        _ = mallopt(trimmed, 1024 * 1024)
    }
}
