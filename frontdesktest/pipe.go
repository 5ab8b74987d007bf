package frontdesktest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
)

// pipeSize is how far a handler can write ahead of its client: about what the
// socket buffers of a connection hold. So a handler of a small reply ends even
// if its client never reads it, and one of an endless reply waits.
const pipeSize = 64 << 10

var errReadOnClosedBody = errors.New("http: read on closed response body")

// pipe carries the body of a reply from the handler to the client. Unlike
// io.Pipe it has a buffer. Whoever waits does so on a channel made in its own
// synctest bubble, so that virtual time can advance meanwhile.
type pipe struct {
	mu     sync.Mutex
	buf    bytes.Buffer
	end    error // what the reader gets after buf, once the handler is done
	closed bool  // by the reader

	readable chan struct{} // holds a token when buf or end has changed
	writable chan struct{} // holds a token when buf has got room
}

func newPipe() *pipe {
	return &pipe{readable: make(chan struct{}, 1), writable: make(chan struct{}, 1)}
}

// write blocks until p is taken or ctx, that of the handler, ends.
func (b *pipe) write(ctx context.Context, p []byte) (int, error) {
	written := 0
	for written < len(p) {
		if err := ctx.Err(); err != nil {
			return written, err
		}
		n := b.put(p[written:])
		written += n
		if n > 0 {
			continue
		}
		select {
		case <-b.writable:
		case <-ctx.Done():
		}
	}
	return written, nil
}

func (b *pipe) put(p []byte) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(p), pipeSize-b.buf.Len())
	if n > 0 {
		b.buf.Write(p[:n])
		notify(b.readable)
	}
	return n
}

// finish ends the body with err, io.EOF for a complete one.
func (b *pipe) finish(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.end == nil {
		b.end = err
		notify(b.readable)
	}
}

// read blocks until there is something to read or ctx, that of the request,
// ends.
func (b *pipe) read(ctx context.Context, p []byte) (int, error) {
	for {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if n, err := b.take(p); n > 0 || err != nil || len(p) == 0 {
			return n, err
		}
		select {
		case <-b.readable:
		case <-ctx.Done():
		}
	}
}

func (b *pipe) take(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return 0, errReadOnClosedBody
	case b.buf.Len() == 0:
		return 0, b.end
	}
	n, err := b.buf.Read(p)
	notify(b.writable)
	return n, err
}

// close is the reader's; it throws the rest away.
func (b *pipe) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.buf.Reset()
	notify(b.readable)
	notify(b.writable)
}

func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// memoryBody is the body of a reply as the client holds it.
type memoryBody struct {
	ctx  context.Context // of the request
	pipe *pipe
	done func() // called once, when the body is read to its end or closed
	once sync.Once
	stop func() // ends the handler
}

func (b *memoryBody) Read(p []byte) (int, error) {
	n, err := b.pipe.read(b.ctx, p)
	if err != nil {
		b.once.Do(b.done)
		if err != io.EOF {
			b.stop()
		}
	}
	return n, err
}

func (b *memoryBody) Close() error {
	b.pipe.close()
	b.stop()
	b.once.Do(b.done)
	return nil
}
