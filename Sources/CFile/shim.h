// What the system knows of a file beyond `stat`. The shim says why Swift cannot do without it.
#ifndef WIJK_CFILE_SHIM_H
#define WIJK_CFILE_SHIM_H

#include <linux/stat.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/// statx is hidden from modules, since they are built without _GNU_SOURCE. `birth` becomes nanoseconds since 1970, or 0 when the
/// file system does not record when a file was made. An empty path means the descriptor itself. Returns 0, or -1 with errno.
static inline int cfile_identity(int descriptor, const char *path, uint64_t *inode, int64_t *birth) {
    const int empty_path = 0x1000; // AT_EMPTY_PATH, hidden likewise
    struct statx information;
    if (syscall(SYS_statx, descriptor, path, empty_path, STATX_INO | STATX_BTIME, &information) != 0) return -1;
    *inode = information.stx_ino;
    *birth = information.stx_mask & STATX_BTIME ? information.stx_btime.tv_sec * 1000000000LL + information.stx_btime.tv_nsec : 0;
    return 0;
}

#endif
