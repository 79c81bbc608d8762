// The only door to the system's libcurl. Each shim says why Swift cannot do without it.
#ifndef WIJK_CCURL_SHIM_H
#define WIJK_CCURL_SHIM_H

#include <curl/curl.h>

/// curl_easy_setopt is variadic, which Swift does not import: one shim for each type of argument.
static inline CURLcode ccurl_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// For sizes that may pass 2 GiB. The caller of a variadic function must give exactly a curl_off_t.
static inline CURLcode ccurl_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the text, except for CURLOPT_POSTFIELDS.
static inline CURLcode ccurl_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// For buffers, lists and contexts, which must outlive the transfer.
static inline CURLcode ccurl_setopt_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The callbacks have types, so that the compiler checks what would go unchecked through the variadic door.
typedef size_t (*ccurl_data_callback)(const char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_progress_callback)(
    void *context, curl_off_t download_total, curl_off_t download_now, curl_off_t upload_total, curl_off_t upload_now);
typedef int (*ccurl_debug_callback)(CURL *handle, curl_infotype type, char *bytes, size_t count, void *context);

/// Called with each piece of the body. Returning another number than size * count ends the transfer.
static inline CURLcode ccurl_set_write_callback(CURL *handle, ccurl_data_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, callback);
    return code ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

/// Called with each whole header line, the status line included. Returning another number than size * count ends the transfer.
static inline CURLcode ccurl_set_header_callback(CURL *handle, ccurl_data_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, callback);
    return code ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

/// Called at least once a second. Returning anything but 0 ends the transfer.
static inline CURLcode ccurl_set_progress_callback(CURL *handle, ccurl_progress_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code ? code : curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

/// Called with what goes over the line; what it returns must be 0. Without it CURLOPT_VERBOSE would write to standard error.
static inline CURLcode ccurl_set_debug_callback(CURL *handle, ccurl_debug_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, callback);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
    return code ? code : curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}

/// curl_easy_getinfo is variadic as well. A number that cannot be had is 0.
static inline long ccurl_getinfo_long(CURL *handle, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t ccurl_getinfo_offset(CURL *handle, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

#endif
