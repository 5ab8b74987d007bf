package transport

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// attemptTimer bounds one attempt: it cancels the request's context when the
// time is over, and remembers that it did. Unlike a context's own deadline it
// can be stopped and wound up again, as a streamed body needs.
type attemptTimer struct {
	core   *Core
	cancel context.CancelFunc
	timer  *time.Timer
	limit  time.Duration
	over   atomic.Bool
	unlink func() bool
}

// attemptContext returns the context of one request: it ends with the call's, when
// the attempt timeout is over, or when the client is closed.
func (c *call) attemptContext(ctx context.Context) (context.Context, *attemptTimer) {
	t := &attemptTimer{core: c.core, limit: c.config.attemptTimeout}
	if c.stream != nil && c.config.timeout > 0 {
		ctx = t.outlive(ctx, c.base)
	} else {
		ctx, t.cancel = context.WithCancel(ctx)
	}
	if t.limit > 0 {
		t.timer = time.AfterFunc(t.limit, t.expire)
	}
	c.core.requests.add(t)
	return ctx, t
}

// outlive ties the request to the operation's deadline up to the commit point
// only: the rows outlive it.
func (t *attemptTimer) outlive(deadline, base context.Context) context.Context {
	ctx, cancel := context.WithCancel(context.WithoutCancel(deadline))
	stopBase := context.AfterFunc(base, cancel)
	stopDeadline := context.AfterFunc(deadline, func() {
		if base.Err() == nil {
			cancel()
		}
	})
	t.cancel = func() { stopBase(); stopDeadline(); cancel() }
	t.unlink = stopDeadline
	return ctx
}

func (t *attemptTimer) expire() {
	t.over.Store(true)
	t.cancel()
}

// fired reports whether the attempt ended because its time was over.
func (t *attemptTimer) fired() bool { return t.over.Load() }

// stop ends the attempt's context; the body has been read.
func (t *attemptTimer) stop() {
	if t.timer != nil {
		t.timer.Stop()
	}
	t.cancel()
	t.core.requests.remove(t)
}

// pause stops the clock while nobody reads.
func (t *attemptTimer) pause() {
	if t.timer != nil {
		t.timer.Stop()
	}
}

// resume winds the clock up again for the next read.
func (t *attemptTimer) resume() {
	if t.timer != nil {
		t.timer.Reset(t.limit)
	}
}

// commit unties the request from the operation's deadline.
func (t *attemptTimer) commit() {
	t.pause()
	if t.unlink != nil {
		t.unlink()
	}
}

// requests are those under way, so that Close can end them.
type requests struct {
	mu     sync.Mutex
	timers map[*attemptTimer]struct{}
	closed bool
}

func (r *requests) add(t *attemptTimer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		t.cancel()
		return
	}
	if r.timers == nil {
		r.timers = make(map[*attemptTimer]struct{})
	}
	r.timers[t] = struct{}{}
}

func (r *requests) remove(t *attemptTimer) {
	r.mu.Lock()
	delete(r.timers, t)
	r.mu.Unlock()
}

func (r *requests) cancelAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for t := range r.timers {
		t.cancel()
	}
	r.timers = nil
}
