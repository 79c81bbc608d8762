/// Why a gzip stream was not made or not accepted.
public enum GzipError: Error, Equatable, Sendable {
    /// Not gzip at all, or a checksum, a length or a code in it is wrong.
    case damaged
    /// The input ends before the stream does.
    case truncated
    /// Bytes follow the end of the stream; a second gzip member counts as such.
    case trailingGarbage
    /// The content is longer than `Gzip.Limits.maximumBytes`, or the input is longer than 4 GiB.
    case tooLarge
    /// The content is longer than `Gzip.Limits.maximumRatio` allows for an input of this length.
    case ratioExceeded
    /// zlib could not get the memory it works in (under 300 KiB).
    case outOfMemory
}
