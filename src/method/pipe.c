/* SPDX-License-Identifier: MIT */
/*
 * pipe and socket: the kernel copies every byte in and out again. A pipe goes one way, so
 * there are two; a stream socket of the Unix domain goes both.
 *
 * Their capacity is what the system gives to whoever does not ask for more (64 KiB for a
 * pipe of Linux). --buffer is the receiver's buffer.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/io.h"
#include "method/table.h"
#include "method/transport.h"

/* What one side reads from and writes to; the same descriptor for a socket, -1 once it is
   closed. */
struct end {
    int in, out;
};

struct file {
    struct end ends[2]; /* by enum transport_side */
    enum transport_side side;
    unsigned char *buffer;
    size_t capacity;
};

static void end_close(struct end *e)
{
    if (e->in >= 0)
        close(e->in);
    if (e->out >= 0 && e->out != e->in)
        close(e->out);
    *e = (struct end){ -1, -1 };
}

static void pipe_close(struct file *f)
{
    end_close(&f->ends[TRANSPORT_PARENT]);
    end_close(&f->ends[TRANSPORT_CHILD]);
    free(f->buffer);
}

static int make_pipes(struct end ends[2])
{
    int there[2], back[2];
    if (pipe2(there, O_CLOEXEC) != 0)
        return -errno;
    if (pipe2(back, O_CLOEXEC) != 0) {
        int r = -errno;
        close(there[0]);
        close(there[1]);
        return r;
    }
    ends[TRANSPORT_PARENT] = (struct end){ .in = back[0], .out = there[1] };
    ends[TRANSPORT_CHILD] = (struct end){ .in = there[0], .out = back[1] };
    return 0;
}

static int make_sockets(struct end ends[2])
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return -errno;
    for (size_t i = 0; i < 2; i++)
        ends[i] = (struct end){ .in = pair[i], .out = pair[i] };
    return 0;
}

enum { PIPES, SOCKETS }; /* how */

static int pipe_open(struct file *f, const struct method *m, const char *path,
                     const struct method_options *options)
{
    (void)path;
    f->ends[0] = f->ends[1] = (struct end){ -1, -1 };
    f->capacity = options->buffer_bytes ? options->buffer_bytes : METHOD_BUFFER_BYTES;
    f->buffer = malloc(f->capacity);
    if (!f->buffer)
        return -ENOMEM;
    return m->how == PIPES ? make_pipes(f->ends) : make_sockets(f->ends);
}

/* The other's descriptors are closed, or nobody would see that it has ended. */
static void take(struct file *f, enum transport_side side, pid_t other)
{
    (void)other;
    f->side = side;
    end_close(&f->ends[side == TRANSPORT_PARENT ? TRANSPORT_CHILD : TRANSPORT_PARENT]);
}

static int send_all(struct file *f, const void *data, size_t len)
{
    return io_write(f->ends[f->side].out, data, len);
}

static int receive(struct file *f, size_t most, struct span *ret)
{
    ssize_t n =
        io_read_some(f->ends[f->side].in, f->buffer, most < f->capacity ? most : f->capacity);
    if (n == 0 || n == -ECONNRESET) /* of a socket: it left bytes unread */
        return -EPIPE;
    if (n < 0)
        return (int)n;
    *ret = (struct span){ .data = f->buffer, .len = (size_t)n };
    return 0;
}

static const struct transport transport = { .take = take,
                                            .send = send_all,
                                            .receive = receive };

const struct method method_pipe = {
    .name = "pipe",
    .summary = "to another process: two pipes",
    .family = METHOD_FAMILY_READ,
    .buffer_bytes = METHOD_BUFFER_BYTES,
    .transport = &transport,
    .file_bytes = sizeof(struct file),
    .how = PIPES,
    .open = pipe_open,
    .close = pipe_close,
};

const struct method method_socket = {
    .name = "socket",
    .summary = "to another process: a pair of Unix stream sockets",
    .family = METHOD_FAMILY_READ,
    .buffer_bytes = METHOD_BUFFER_BYTES,
    .transport = &transport,
    .file_bytes = sizeof(struct file),
    .how = SOCKETS,
    .open = pipe_open,
    .close = pipe_close,
};
