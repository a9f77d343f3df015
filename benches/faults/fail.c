/* Makes one file operation fail, or the program die at it: preloaded by the fault bench (benches/faults.rs).
 *
 * FAULT_UNDER   only files below this folder count
 * FAULT_AT      the operation: write, sync, open, rename, remove, cut, or any
 * FAULT_NTH     which one fails, from 1 on; 0 for none
 * FAULT_ERROR   the error's number; 0 to be killed at once, as by kill -9
 * FAULT_STAYS   1: it and all later ones fail, as on a disk that is full
 * FAULT_COUNT   a file to which the number of operations is written in the end
 * FAULT_SYNCED  a folder that is given what a power cut would leave: files as they were last synced
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long count;
static const char *under, *wanted, *synced;
static long nth;
static int number, stays;
static __thread int inside;

static void __attribute__((constructor)) begin(void) {
    under = getenv("FAULT_UNDER");
    wanted = getenv("FAULT_AT");
    synced = getenv("FAULT_SYNCED");
    nth = getenv("FAULT_NTH") ? atol(getenv("FAULT_NTH")) : 0;
    number = getenv("FAULT_ERROR") ? atoi(getenv("FAULT_ERROR")) : 0;
    stays = getenv("FAULT_STAYS") ? atoi(getenv("FAULT_STAYS")) : 0;
}

static void __attribute__((destructor)) end(void) {
    const char *path = getenv("FAULT_COUNT");
    inside = 1;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", count);
        fclose(file);
    }
}

static int is_under(const char *path) {
    return under && path && strncmp(path, under, strlen(under)) == 0;
}

/* The path of an open file. */
static const char *path_of(int fd, char *buffer, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, buffer, size - 1);
    buffer[length < 0 ? 0 : length] = 0;
    return buffer;
}

/* Whether this operation fails; dies where it is to. */
static int fails(const char *operation, const char *path) {
    if (inside || !wanted || !is_under(path) || (strcmp(wanted, "any") && strcmp(wanted, operation))) return 0;
    pthread_mutex_lock(&lock);
    long now = ++count;
    pthread_mutex_unlock(&lock);
    if (!nth || (stays ? now < nth : now != nth)) return 0;
    if (!number) kill(getpid(), SIGKILL);
    errno = number;
    return 1;
}

static int fails_at(const char *operation, int fd) {
    char buffer[4096];
    if (inside || !wanted) return 0;
    return fails(operation, path_of(fd, buffer, sizeof buffer));
}

/* Where the synced state of a file is kept. */
static int shadow(const char *path, char *buffer, size_t size) {
    if (!synced || !is_under(path)) return 0;
    snprintf(buffer, size, "%s%s", synced, path + strlen(under));
    for (char *at = buffer + strlen(synced) + 1; (at = strchr(at, '/')); at++) {
        *at = 0;
        mkdir(buffer, 0700);
        *at = '/';
    }
    return 1;
}

/* A file is on the disk now: what it holds is kept. */
static void keep(int fd) {
    char path[4096], copy[8192], block[65536];
    if (!synced || inside) return;
    inside = 1;
    if (shadow(path_of(fd, path, sizeof path), copy, sizeof copy)) {
        struct stat entry;
        ssize_t length;
        off_t at = 0;
        /* Through the file as it is open: to close another of its descriptors would drop its locks. */
        int is_file = fstat(fd, &entry) == 0 && S_ISREG(entry.st_mode);
        int into = is_file ? open(copy, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
        int from = is_file && pread(fd, block, 1, 0) < 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        while (into >= 0 && (length = pread(from < 0 ? fd : from, block, sizeof block, at)) > 0) {
            if (write(into, block, length) < 0) break;
            at += length;
        }
        if (from >= 0) close(from);
        if (into >= 0) close(into);
    }
    inside = 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(write);
    return fails_at("write", fd) ? -1 : real(fd, bytes, length);
}
ssize_t writev(int fd, const struct iovec *parts, int many) {
    REAL(writev);
    return fails_at("write", fd) ? -1 : real(fd, parts, many);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    REAL(pwrite);
    return fails_at("write", fd) ? -1 : real(fd, bytes, length, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    REAL(pwrite64);
    return fails_at("write", fd) ? -1 : real(fd, bytes, length, at);
}
int fsync(int fd) {
    REAL(fsync);
    if (fails_at("sync", fd)) return -1;
    int done = real(fd);
    if (!done) keep(fd);
    return done;
}
int fdatasync(int fd) {
    REAL(fdatasync);
    if (fails_at("sync", fd)) return -1;
    int done = real(fd);
    if (!done) keep(fd);
    return done;
}
int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    return fails_at("cut", fd) ? -1 : real(fd, length);
}
int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    return fails_at("cut", fd) ? -1 : real(fd, length);
}
#define OPEN(name)                                                       \
    int name(const char *path, int flags, ...) {                         \
        REAL(name);                                                      \
        mode_t mode = 0;                                                 \
        if (flags & (O_CREAT | O_TMPFILE)) {                             \
            va_list more;                                                \
            va_start(more, flags);                                       \
            mode = va_arg(more, mode_t);                                 \
            va_end(more);                                                \
        }                                                                \
        return fails("open", path) ? -1 : real(path, flags, mode);       \
    }
OPEN(open)
OPEN(open64)
int rename(const char *from, const char *to) {
    REAL(rename);
    if (fails("rename", from)) return -1;
    int done = real(from, to);
    char before[8192], after[8192];
    if (!done && !inside && shadow(from, before, sizeof before) && shadow(to, after, sizeof after)) {
        inside = 1;
        real(before, after);
        inside = 0;
    }
    return done;
}
int unlink(const char *path) {
    REAL(unlink);
    if (fails("remove", path)) return -1;
    int done = real(path);
    char copy[8192];
    if (!done && !inside && shadow(path, copy, sizeof copy)) {
        inside = 1;
        real(copy);
        inside = 0;
    }
    return done;
}
