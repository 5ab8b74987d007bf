package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Do makes one call and decodes its reply into req.Out. Its error is nil or a
// *frontdesk.Error.
func (c *Core) Do(ctx context.Context, req *Request, set *settings.Settings) error {
	call := newCall(c, ctx, req, set)
	err := call.run()
	if err == nil {
		err = call.decode()
	}
	call.releaseBody()
	return call.end(err)
}

// call is the state of one call. It is the RoundTripper of its own loop.
type call struct {
	core   *Core
	req    *Request
	config *config
	class  frontdesk.Class
	// stream is set by [Core.Open] alone, so that programs that stream nothing do not
	// hold what reads streams; nil for replies that are read whole.
	stream opener

	base context.Context // the caller's (or the Start hook's), without our deadline
	ctx  context.Context // with the deadline of WithTimeout

	loop    retryablehttp.Client
	looped  retryablehttp.Request
	hc      http.Client
	outer   http.Request
	unwatch func()
	dummy   http.Response
	url     url.URL
	owned   config

	started   time.Time
	attempts  int
	faults    int
	refusals  int
	waited    time.Duration
	taken     int  // budget spent on this call
	requested bool // the latest attempt made a request
	replayed  bool // one replay after a refused credential
	mayBeDone bool // an earlier attempt may have been carried out

	// the latest attempt
	err    *frontdesk.Error
	retry  bool
	wait   time.Duration
	status int
	header http.Header
	body   *wire.Buffer
	reply  Reply
	paused time.Time // end of the pause after a refusal that says how long to wait
	// committed says that the rest of the reply is the stream's to read.
	committed bool
}

// opener tries to reach the commit point of a stream.
type opener interface {
	open(resp *http.Response, timer *attemptTimer) (committed bool, failed *frontdesk.Error)
}

func newCall(core *Core, ctx context.Context, req *Request, set *settings.Settings) *call {
	c := &call{core: core, req: req, config: &core.defaults, class: req.Op.Class, base: ctx, ctx: ctx}
	c.started = time.Now()
	if ctx == nil {
		c.base, c.ctx = context.Background(), context.Background()
		c.err = core.Invalid(req.Op.ID, "ctx", errors.New("the context is nil"))
	}
	if req.Class != nil {
		c.class = *req.Class
	}
	if set != nil {
		c.owned = core.defaults
		c.config = &c.owned
		if err := c.owned.apply(set); err != nil && c.err == nil {
			c.err = core.Invalid(req.Op.ID, "options", err)
		}
		if class := c.owned.class; class != nil {
			if !req.Hatch && c.err == nil {
				c.err = core.Invalid(req.Op.ID, "options", errors.New("WithClass is for hatch calls only: the class of this operation is known"))
			}
			c.class = *class
		}
	}
	c.url = core.base
	c.setURL()
	return c
}

func (c *call) setURL() {
	path := c.req.Path
	if path.Escaped == "" {
		path = Path{Decoded: c.req.Op.Path, Escaped: c.req.Op.Path}
	}
	if c.url.RawPath != "" || path.Escaped != path.Decoded {
		c.url.RawPath = c.core.base.EscapedPath() + path.Escaped
	}
	c.url.Path += path.Decoded
	c.url.RawQuery = c.req.Query
}

// run makes attempts until one succeeds or the call has failed for good.
func (c *call) run() *frontdesk.Error {
	c.hookStart()
	if c.err != nil {
		return c.err
	}
	if c.core.closing.Err() != nil {
		return c.fail(c.contextError(context.Canceled, frontdesk.SentNo))
	}
	if err := c.ctx.Err(); err != nil {
		return c.fail(c.contextError(err, frontdesk.SentNo))
	}
	if c.config.timeout > 0 {
		ctx, cancel := context.WithTimeout(c.base, c.config.timeout)
		defer cancel()
		c.ctx = ctx
	}
	c.outer = *(&http.Request{Method: c.req.Op.Method, URL: &c.url, Header: noHeader, Host: c.url.Host}).WithContext(c.ctx)
	c.hc = c.core.client
	if c.hc.Jar != nil {
		c.outer.Header = http.Header{}
	}
	c.hc.Transport = attemptTripper{c}
	c.loop = retryablehttp.Client{
		HTTPClient:   &c.hc,
		RetryMax:     1 << 20, // counted in decide, by kinds of failure
		CheckRetry:   c.checkRetry,
		Backoff:      c.backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	c.looped.Request = &c.outer
	_, err := c.loop.Do(&c.looped)
	if !c.committed {
		c.stopWatching()
	}
	return c.outcome(err)
}

// noHeader is what the loop's own request carries: http.Client would copy the
// request to give it one. Nothing is ever added to it.
var noHeader = http.Header{}

// attemptTripper keeps RoundTrip off call, and has no CloseIdleConnections: the
// loop would call it after failures and close the user's connections.
type attemptTripper struct{ call *call }

func (t attemptTripper) RoundTrip(outer *http.Request) (*http.Response, error) {
	c := t.call
	cookies := ""
	if c.hc.Jar != nil {
		// The loop passes this header again: the jar must not add to it twice.
		cookies = outer.Header.Get("Cookie")
		outer.Header.Del("Cookie")
	}
	c.attempt(cookies)
	c.dummy = http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: c.header, Body: http.NoBody, Request: outer,
	}
	if c.dummy.Header == nil {
		c.dummy.Header = noHeader
	}
	return &c.dummy, nil
}

func (c *call) checkRetry(context.Context, *http.Response, error) (bool, error) {
	if c.retry && c.unwatch == nil {
		c.watchClosing()
	}
	return c.retry, nil
}

// watchClosing lets Close end the wait before another attempt. Calls that are
// not repeated never need it.
func (c *call) watchClosing() {
	ctx, cancel := context.WithCancel(c.ctx)
	stop := context.AfterFunc(c.core.closing, cancel)
	c.unwatch = func() { stop(); cancel() }
	c.ctx = ctx
	c.looped.Request = c.looped.Request.WithContext(ctx)
}

func (c *call) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return c.wait }

func (c *call) stopWatching() {
	if c.unwatch != nil {
		c.unwatch()
	}
}

// outcome is the result of the loop: that of the last attempt, unless the loop
// itself was interrupted.
func (c *call) outcome(loopErr error) *frontdesk.Error {
	if loopErr != nil && c.retry {
		sent := frontdesk.SentNo
		if c.err != nil {
			sent = c.err.Sent
		}
		return c.fail(c.contextError(loopErr, sent))
	}
	if c.err != nil {
		return c.err
	}
	return nil
}

// decode reads the body of a success into the result.
func (c *call) decode() *frontdesk.Error {
	if c.req.Out == nil || c.committed {
		return nil
	}
	body := c.reply.Body
	if c.req.Convert != nil {
		converted, err := c.req.Convert(body)
		if err != nil {
			return c.fail(c.decodeError(err))
		}
		body = converted
	}
	err := c.req.Codec.Unmarshal(body, c.req.Out)
	if err == nil {
		return nil
	}
	if syntax, ok := errors.AsType[*wire.SyntaxError](err); ok && syntax.Trailing {
		// The value was complete and is decoded; a Protocol that cares has judged
		// what follows it already. Show it, and go on.
		c.reply.Trailing = body[syntax.Offset:]
		c.logTrailing()
		return nil
	}
	return c.fail(c.decodeError(err))
}

// end reports the call to hooks, log and WithResponse, and gives the error its
// last form. A nil *Error must become a nil error.
func (c *call) end(err *frontdesk.Error) error {
	c.fillResponse()
	c.hookEnd(err)
	if err == nil {
		return nil
	}
	return err
}

func (c *call) releaseBody() {
	if c.body != nil {
		c.keepReply()
		wire.PutBuffer(c.body)
		c.body = nil
		c.reply.Body = nil
	}
}
