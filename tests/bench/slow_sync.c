/* Loaded before the C library, for what a slower disk does: every sync takes SYNC_DELAY_US microseconds longer,
   and none ends while the file SYNC_HANGS_WHILE is there. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#define GLANCE_US 10000

typedef int (*sync_call)(int);

static int delayed(const char *name, int file) {
    const char *wanted = getenv("SYNC_DELAY_US"), *hangs_while = getenv("SYNC_HANGS_WHILE");
    if (wanted) {
        usleep((useconds_t)atoi(wanted));
    }
    while (hangs_while && access(hangs_while, F_OK) == 0) {
        usleep(GLANCE_US);
    }
    return ((sync_call)dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) {
    return delayed("fsync", file);
}

int fdatasync(int file) {
    return delayed("fdatasync", file);
}
