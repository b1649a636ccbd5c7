/* Loaded before the C library: every sync to disk takes SYNC_DELAY_US microseconds longer, as on a slower disk. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

typedef int (*sync_call)(int);

static int delayed(const char *name, int file) {
    const char *wanted = getenv("SYNC_DELAY_US");
    if (wanted) {
        usleep((useconds_t)atoi(wanted));
    }
    return ((sync_call)dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) {
    return delayed("fsync", file);
}

int fdatasync(int file) {
    return delayed("fdatasync", file);
}
