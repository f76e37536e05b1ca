/* Messages with descriptors (host/wire.h): SCM_RIGHTS, unix(7). */
#include "host/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int) * PD_WIRE_FILES)];
} Control;

int pd_wire_lift(int fd) {
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int lifted = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), number = errno;
    close(fd);
    errno = number;
    return lifted;
}

bool pd_wire_pair(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    ends[0] = pd_wire_lift(ends[0]);
    ends[1] = pd_wire_lift(ends[1]);
    if (ends[0] >= 0 && ends[1] >= 0)
        return true;
    int number = errno;
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
    errno = number;
    return false;
}

bool pd_wire_send(int socket, const void *data, size_t len, const int *fds, size_t n_fds) {
    Control control = {0};
    struct iovec part = {(void *)data, len};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (n_fds > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * n_fds);
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof(int) * n_fds);
        memcpy(CMSG_DATA(head), fds, sizeof(int) * n_fds);
    }
    ssize_t sent;
    do
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)len;
}

ssize_t pd_wire_receive(int socket, void *data, size_t size, int *fds, size_t max_fds, size_t *out_n_fds) {
    Control control;
    struct iovec part = {data, size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = max_fds > 0 ? sizeof control.bytes : 0};
    ssize_t len;
    do
        len = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (len < 0 && errno == EINTR);
    *out_n_fds = 0;
    for (struct cmsghdr *head = len > 0 ? CMSG_FIRSTHDR(&message) : NULL; head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
            continue;
        size_t n = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(fds, CMSG_DATA(head), sizeof(int) * MIN(n, max_fds));
        *out_n_fds = MIN(n, max_fds);
    }
    if (len > 0 && (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC))) {
        errno = EMSGSIZE;
        return -1;
    }
    return len;
}
