import CZlib

/// The gzip format (RFC 1952), one stream per call and in memory.
public enum Gzip {
    /// What a decompressed stream may cost. Both limits hold at once.
    public struct Limits: Equatable, Sendable {
        /// The longest content accepted, in bytes.
        public let maximumBytes: Int
        /// The longest content accepted, as a multiple of the input's length. Contents up to `ratioFreeBytes` are exempt:
        /// a short repetitive text packs far better than any honest long one.
        public let maximumRatio: Int

        public init(maximumBytes: Int, maximumRatio: Int) {
            self.maximumBytes = maximumBytes
            self.maximumRatio = maximumRatio
        }
    }

    /// Up to this many bytes of content the ratio is not looked at.
    public static let ratioFreeBytes = 64 * 1024

    private static let chunkBytes = 64 * 1024

    /// Packs bytes into one gzip stream. The same bytes and level give the same stream: no name and no time are stored.
    ///
    /// - Parameter level: from 0 (store) and 1 (fast) to 9 (small); other numbers count as the nearest of these.
    /// - Throws: `tooLarge` for more than 4 GiB, `outOfMemory`.
    public static func compress(_ bytes: [UInt8], level: Int32 = 1) throws(GzipError) -> [UInt8] {
        var stream = unsafe z_stream()
        return try unsafe withUnsafeMutablePointer(to: &stream) { (stream) throws(GzipError) in
            guard unsafe czlib_gzip_deflate_init(stream, min(max(level, 0), 9)) == Z_OK else { throw .outOfMemory }
            defer { unsafe deflateEnd(stream) }
            return try unsafe compress(bytes, with: stream)
        }
    }

    /// Unpacks exactly one gzip stream. Memory grows with what is really unpacked, never with what the input claims.
    ///
    /// - Throws: `damaged`, `truncated`, `trailingGarbage`, `tooLarge`, `ratioExceeded`, `outOfMemory`.
    public static func decompress(_ bytes: [UInt8], limits: Limits) throws(GzipError) -> [UInt8] {
        var stream = unsafe z_stream()
        return try unsafe withUnsafeMutablePointer(to: &stream) { (stream) throws(GzipError) in
            guard unsafe czlib_gzip_inflate_init(stream) == Z_OK else { throw .outOfMemory }
            defer { unsafe inflateEnd(stream) }
            return try unsafe decompress(bytes, with: stream, limits: limits)
        }
    }

    private static func compress(_ bytes: [UInt8], with stream: UnsafeMutablePointer<z_stream>) throws(GzipError) -> [UInt8] {
        let length = try zlibLength(bytes.count)
        let bound = Int(unsafe deflateBound(stream, uLong(length)))
        let room = try zlibLength(bound)
        var status = Z_OK
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                // zlib only reads the input; its header is from before `const`.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.pointee.avail_in = length
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = room
                status = unsafe deflate(stream, Z_FINISH)
            }
            count = bound - Int(unsafe stream.pointee.avail_out)
        }
        guard status == Z_STREAM_END else { throw .outOfMemory }
        return packed
    }

    private static func decompress(
        _ bytes: [UInt8], with stream: UnsafeMutablePointer<z_stream>, limits: Limits
    ) throws(GzipError) -> [UInt8] {
        let length = try zlibLength(bytes.count)
        let ratioBytes = max(ratioFreeBytes, saturatingProduct(bytes.count, limits.maximumRatio))
        return try unsafe bytes.withUnsafeBufferPointer { (input) throws(GzipError) in
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.avail_in = length
            var output: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: chunkBytes)
            while true {
                let (status, produced) = unsafe inflateChunk(stream, into: &chunk)
                let total = output.count + produced
                if total > limits.maximumBytes { throw .tooLarge }
                if total > ratioBytes { throw .ratioExceeded }
                output.append(contentsOf: chunk[..<produced])
                switch status {
                case Z_OK: continue
                case Z_STREAM_END:
                    guard unsafe stream.pointee.avail_in == 0 else { throw .trailingGarbage }
                    return output
                case Z_BUF_ERROR: throw .truncated
                case Z_MEM_ERROR: throw .outOfMemory
                default: throw .damaged
                }
            }
        }
    }

    private static func inflateChunk(
        _ stream: UnsafeMutablePointer<z_stream>, into chunk: inout [UInt8]
    ) -> (status: Int32, produced: Int) {
        unsafe chunk.withUnsafeMutableBufferPointer { output in
            unsafe stream.pointee.next_out = output.baseAddress
            unsafe stream.pointee.avail_out = uInt(output.count)
            let status = unsafe inflate(stream, Z_NO_FLUSH)
            return (status, output.count - Int(unsafe stream.pointee.avail_out))
        }
    }

    /// zlib counts what it is given at once in 32 bits.
    private static func zlibLength(_ count: Int) throws(GzipError) -> uInt {
        guard let length = uInt(exactly: count) else { throw .tooLarge }
        return length
    }

    private static func saturatingProduct(_ left: Int, _ right: Int) -> Int {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? Int.max : product
    }
}
