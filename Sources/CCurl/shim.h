// The only door to the system's libcurl. Each shim says why Swift cannot do without it.
#ifndef WIJK_CCURL_SHIM_H
#define WIJK_CCURL_SHIM_H

#include <curl/curl.h>
#include <dlfcn.h>

// The header wraps these in macros that check types and call by name.
#undef curl_easy_setopt
#undef curl_easy_getinfo

/// libcurl brings some thirty libraries with it: 6 MB of memory and 5 ms of every start. Most commands never use the network,
/// so it is opened at the first call and not when the program starts.
static inline void *ccurl_library(void) {
    static void *library;
    if (!library) library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    return library;
}

/// Whether libcurl is there; to be asked before anything else.
static inline int ccurl_is_available(void) { return ccurl_library() != 0; }

/// The function of that name, with the type that libcurl's header declares.
#define CCURL(name) ((__typeof__(&name))dlsym(ccurl_library(), #name))

static inline CURLcode ccurl_global_init(long flags) { return CCURL(curl_global_init)(flags); }
static inline CURL *ccurl_easy_init(void) { return CCURL(curl_easy_init)(); }
static inline void ccurl_easy_cleanup(CURL *handle) { CCURL(curl_easy_cleanup)(handle); }
static inline void ccurl_easy_reset(CURL *handle) { CCURL(curl_easy_reset)(handle); }
static inline CURLcode ccurl_easy_perform(CURL *handle) { return CCURL(curl_easy_perform)(handle); }
static inline const char *ccurl_easy_strerror(CURLcode code) { return CCURL(curl_easy_strerror)(code); }
static inline void ccurl_free(void *memory) { CCURL(curl_free)(memory); }
static inline struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) { return CCURL(curl_slist_append)(list, text); }
static inline void ccurl_slist_free_all(struct curl_slist *list) { CCURL(curl_slist_free_all)(list); }
static inline CURLU *ccurl_url(void) { return CCURL(curl_url)(); }
static inline void ccurl_url_cleanup(CURLU *url) { CCURL(curl_url_cleanup)(url); }
static inline CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **value, unsigned flags) { return CCURL(curl_url_get)(url, part, value, flags); }
static inline CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *value, unsigned flags) { return CCURL(curl_url_set)(url, part, value, flags); }

/// curl_easy_setopt is variadic, which Swift does not import: one shim for each type of argument.
static inline CURLcode ccurl_setopt_long(CURL *handle, CURLoption option, long value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// For sizes that may pass 2 GiB. The caller of a variadic function must give exactly a curl_off_t.
static inline CURLcode ccurl_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// libcurl copies the text, except for CURLOPT_POSTFIELDS.
static inline CURLcode ccurl_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// For buffers, lists and contexts, which must outlive the transfer.
static inline CURLcode ccurl_setopt_pointer(CURL *handle, CURLoption option, const void *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// The callbacks have types, so that the compiler checks what would go unchecked through the variadic door.
typedef size_t (*ccurl_data_callback)(const char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_progress_callback)(
    void *context, curl_off_t download_total, curl_off_t download_now, curl_off_t upload_total, curl_off_t upload_now);
typedef int (*ccurl_debug_callback)(CURL *handle, curl_infotype type, char *bytes, size_t count, void *context);

/// Called with each piece of the body. Returning another number than size * count ends the transfer.
static inline CURLcode ccurl_set_write_callback(CURL *handle, ccurl_data_callback callback, void *context) {
    CURLcode code = CCURL(curl_easy_setopt)(handle, CURLOPT_WRITEFUNCTION, callback);
    return code ? code : CCURL(curl_easy_setopt)(handle, CURLOPT_WRITEDATA, context);
}

/// Called with each whole header line, the status line included. Returning another number than size * count ends the transfer.
static inline CURLcode ccurl_set_header_callback(CURL *handle, ccurl_data_callback callback, void *context) {
    CURLcode code = CCURL(curl_easy_setopt)(handle, CURLOPT_HEADERFUNCTION, callback);
    return code ? code : CCURL(curl_easy_setopt)(handle, CURLOPT_HEADERDATA, context);
}

/// Called at least once a second. Returning anything but 0 ends the transfer.
static inline CURLcode ccurl_set_progress_callback(CURL *handle, ccurl_progress_callback callback, void *context) {
    CURLcode code = CCURL(curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, callback);
    if (!code) code = CCURL(curl_easy_setopt)(handle, CURLOPT_XFERINFODATA, context);
    return code ? code : CCURL(curl_easy_setopt)(handle, CURLOPT_NOPROGRESS, 0L);
}

/// Called with what goes over the line; what it returns must be 0. Without it CURLOPT_VERBOSE would write to standard error.
static inline CURLcode ccurl_set_debug_callback(CURL *handle, ccurl_debug_callback callback, void *context) {
    CURLcode code = CCURL(curl_easy_setopt)(handle, CURLOPT_DEBUGFUNCTION, callback);
    if (!code) code = CCURL(curl_easy_setopt)(handle, CURLOPT_DEBUGDATA, context);
    return code ? code : CCURL(curl_easy_setopt)(handle, CURLOPT_VERBOSE, 1L);
}

/// curl_easy_getinfo is variadic as well. A number that cannot be had is 0.
static inline long ccurl_getinfo_long(CURL *handle, CURLINFO info) {
    long value = 0;
    return CCURL(curl_easy_getinfo)(handle, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t ccurl_getinfo_offset(CURL *handle, CURLINFO info) {
    curl_off_t value = 0;
    return CCURL(curl_easy_getinfo)(handle, info, &value) == CURLE_OK ? value : 0;
}

#endif
