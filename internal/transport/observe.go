package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/redact"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// observer is who watches calls; all of it is optional, and nothing is built
// for what is not there.
type observer struct {
	hooks  *frontdesk.Hooks
	logger logger
	dump   dumper
}

// logger is what WithLogger brings.
type logger interface {
	LogsCalls(ctx context.Context) bool
	LogCall(ctx context.Context, r frontdesk.Result)
	LogRetry(ctx context.Context, err *frontdesk.Error, attempt int, wait time.Duration, refused bool)
	LogTrailing(ctx context.Context, operation string, bytes int)
}

// dumper is what WithDump brings.
type dumper interface {
	Request(r *redact.Redactor, request *http.Request)
	Reply(r *redact.Redactor, resp *http.Response, body []byte)
}

func (o *observer) apply(set *settings.Settings) {
	if h, ok := settings.Get[frontdesk.Hooks](set); ok {
		o.hooks = &h
	}
	if set.LoggerSet {
		o.logger, _ = set.Logger.(logger)
	}
	if set.DumpSet {
		o.dump, _ = set.Dump.(dumper)
	}
}

// describe builds the Call value for hooks and logs.
func (c *call) describe() frontdesk.Call {
	return frontdesk.Call{
		Vendor: c.core.vendor, Operation: c.core.redactor.String(c.req.Op.ID), Class: c.class,
		Method: c.req.Op.Method, URL: c.core.redactor.URL(&c.url),
	}
}

func (c *call) hookStart() {
	if h := c.config.hooks; h != nil && h.Start != nil {
		if ctx := h.Start(c.base, c.describe()); ctx != nil {
			c.base, c.ctx = ctx, ctx
		}
	}
}

func (c *call) hookAttempt(waited time.Duration) context.Context {
	h := c.config.hooks
	if h == nil || h.Attempt == nil {
		return c.ctx
	}
	if ctx := h.Attempt(c.ctx, c.describeAttempt(waited)); ctx != nil {
		return ctx
	}
	return c.ctx
}

func (c *call) describeAttempt(waited time.Duration) frontdesk.Attempt {
	return frontdesk.Attempt{Call: c.describe(), Number: c.attempts, Waited: waited}
}

func (c *call) hookAttemptEnd(ctx context.Context, started time.Time, waited time.Duration, err *frontdesk.Error) {
	h := c.config.hooks
	if h == nil || h.AttemptEnd == nil {
		return
	}
	h.AttemptEnd(ctx, frontdesk.AttemptResult{
		Attempt: c.describeAttempt(waited), StatusCode: c.status, Bytes: len(c.reply.Body),
		Duration: time.Since(started), Err: copyError(err),
	})
}

func (c *call) hookRetry(err *frontdesk.Error) {
	refused := c.refused(err)
	if l := c.config.logger; l != nil {
		l.LogRetry(c.ctx, err, c.attempts, c.wait, refused)
	}
	if h := c.config.hooks; h != nil && h.Retry != nil {
		h.Retry(c.ctx, frontdesk.Retry{
			Call: c.describe(), Attempt: c.attempts, Wait: c.wait, Refused: refused, Err: copyError(err),
		})
	}
}

func (c *call) hookEnd(err *frontdesk.Error) {
	l, h := c.config.logger, c.config.hooks
	logs, hooked := l != nil && l.LogsCalls(c.base), h != nil && h.End != nil
	if !logs && !hooked {
		return
	}
	result := frontdesk.Result{
		Call: c.describe(), StatusCode: c.status, Attempts: c.attempts, Refusals: c.refusals,
		Waited: c.waited, Duration: time.Since(c.started), Err: copyError(err),
	}
	if logs {
		l.LogCall(c.base, result)
	}
	if hooked {
		h.End(c.base, result)
	}
}

func (c *call) logTrailing() {
	if l := c.config.logger; l != nil {
		l.LogTrailing(c.base, c.core.redactor.String(c.req.Op.ID), len(c.reply.Trailing))
	}
}

// copyError gives hooks a value of their own: they get values, not pointers
// into the call.
func copyError(err *frontdesk.Error) *frontdesk.Error {
	if err == nil {
		return nil
	}
	copied := *err
	return &copied
}

// keepReply copies what WithResponse shows before the body goes back to its
// pool.
func (c *call) keepReply() {
	r := c.config.response
	if r == nil {
		return
	}
	r.Body = c.redactedCopy(c.body.Bytes())
	r.Trailing = c.redactedCopy(c.reply.Trailing)
}

func (c *call) fillResponse() {
	r := c.config.response
	if r == nil {
		return
	}
	r.Operation = c.core.redactor.String(c.req.Op.ID)
	r.StatusCode = c.status
	r.Header = nil
	if c.header != nil {
		r.Header = c.core.redactor.Header(c.header)
	}
	r.RequestID = c.core.redactor.String(requestID(c.header))
	r.Attempts, r.Refusals = c.attempts, c.refusals
	r.Waited, r.Duration = c.waited, time.Since(c.started)
	if c.status == 0 {
		r.Body, r.Trailing = nil, nil
	}
}

func (c *call) dumpRequest(request *http.Request) {
	if d := c.config.dump; d != nil {
		d.Request(c.core.redactor, request)
	}
}

func (c *call) dumpReply(resp *http.Response) {
	if d := c.config.dump; d != nil {
		d.Reply(c.core.redactor, resp, c.body.Bytes())
	}
}
