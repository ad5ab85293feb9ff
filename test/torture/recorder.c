/*
 * Notes every write, truncation and fsync of the files in one folder, in their order: what a disk is told. To be preloaded
 * into a process (LD_PRELOAD), with RECORDER_FOLDER and RECORDER_LOG in its environment.
 *
 * A record: kind, length of the path, offset, length of the data (four 64-bit numbers of this machine), path, data.
 * A write is noted before it is made, a sync when it has succeeded: nothing is taken for durable too early.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE = 2, SYNC = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

static int is_recorded(int fd, char *path) {
  const char *folder = getenv("RECORDER_FOLDER");
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0 || folder == NULL) return 0;
  path[length] = '\0';
  return strncmp(path, folder, strlen(folder)) == 0;
}

static void record(int fd, enum kind kind, uint64_t offset, const void *data, uint64_t length) {
  char path[PATH_MAX];
  if (!is_recorded(fd, path)) return;
  uint64_t header[4] = {kind, strlen(path), offset, length};
  uint64_t bytes = data == NULL ? 0 : length;
  struct iovec parts[3] = {{header, sizeof header}, {path, header[1]}, {(void *)data, bytes}};
  pthread_mutex_lock(&lock);
  if (log_fd < 0) log_fd = open(getenv("RECORDER_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (syscall(SYS_writev, log_fd, parts, 3) != (long)(sizeof header + header[1] + bytes)) abort();
  pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  record(fd, WRITE, (uint64_t)offset, data, length);
  return syscall(SYS_pwrite64, fd, data, length, offset);
}

ssize_t write(int fd, const void *data, size_t length) {
  off_t offset = lseek(fd, 0, SEEK_CUR);
  if (offset >= 0) record(fd, WRITE, (uint64_t)offset, data, length);
  return syscall(SYS_write, fd, data, length);
}

int ftruncate64(int fd, off64_t length) {
  record(fd, TRUNCATE, (uint64_t)length, NULL, 0);
  return (int)syscall(SYS_ftruncate, fd, length);
}

int fsync(int fd) {
  int result = (int)syscall(SYS_fsync, fd);
  if (result == 0) record(fd, SYNC, 0, NULL, 0);
  return result;
}

int fdatasync(int fd) {
  int result = (int)syscall(SYS_fdatasync, fd);
  if (result == 0) record(fd, SYNC, 0, NULL, 0);
  return result;
}
