// The only door to the system's zlib. Each shim says why Swift cannot do without it.
#ifndef WIJK_CZLIB_SHIM_H
#define WIJK_CZLIB_SHIM_H

#include <zlib.h>

/// deflateInit2 and inflateInit2 are macros that pass the version and the struct's size. 15 + 16 window bits: the gzip format.
static inline int czlib_gzip_deflate_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

/// Likewise for reading the gzip format only (no zlib, no raw deflate: what we did not ask for is refused).
static inline int czlib_gzip_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
