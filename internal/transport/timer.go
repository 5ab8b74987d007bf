package transport

import (
	"context"
	"sync/atomic"
	"time"
)

// attemptTimer bounds one attempt: it cancels the request's context when the
// time is over, and remembers that it did. Unlike a context's own deadline it
// can be stopped and wound up again, as a streamed body needs.
type attemptTimer struct {
	cancel context.CancelFunc
	timer  *time.Timer
	limit  time.Duration
	over   atomic.Bool
	unlink func() bool
}

// attemptContext returns the context of one request: it ends with the call's,
// or when the attempt timeout is over.
func (c *call) attemptContext(ctx context.Context) (context.Context, *attemptTimer) {
	t := &attemptTimer{limit: c.config.attemptTimeout}
	if t.limit <= 0 && !c.stream {
		return ctx, t
	}
	if c.stream && c.config.timeout > 0 {
		// The rows outlive the operation's deadline, which ends at the commit
		// point; until then it ends the request too.
		deadline := ctx
		ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
		stopBase := context.AfterFunc(c.base, t.cancel)
		stopDeadline := context.AfterFunc(deadline, func() {
			if c.base.Err() == nil {
				t.cancel()
			}
		})
		cancel := t.cancel
		t.cancel = func() { stopBase(); stopDeadline(); cancel() }
		t.unlink = stopDeadline
	} else {
		ctx, t.cancel = context.WithCancel(ctx)
	}
	if t.limit > 0 {
		t.timer = time.AfterFunc(t.limit, t.expire)
	}
	return ctx, t
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
	if t.cancel != nil {
		t.cancel()
	}
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
