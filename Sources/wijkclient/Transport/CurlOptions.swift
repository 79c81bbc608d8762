import CCurl

/// Sets options on a libcurl handle and remembers the first refusal, so that one look at `code` at the end suffices.
@safe struct CurlOptions {
    private(set) var code = CURLE_OK
    private let handle: UnsafeMutableRawPointer

    init(_ handle: UnsafeMutableRawPointer) {
        unsafe self.handle = handle
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        check(unsafe ccurl_setopt_long(handle, option, value))
    }

    mutating func set(_ option: CURLoption, offset value: Int) {
        check(unsafe ccurl_setopt_offset(handle, option, curl_off_t(value)))
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        check(unsafe ccurl_setopt_string(handle, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) {
        check(unsafe ccurl_setopt_pointer(handle, option, value))
    }

    mutating func check(_ result: CURLcode) {
        if code == CURLE_OK { code = result }
    }
}
