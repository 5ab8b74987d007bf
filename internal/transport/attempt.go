package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// attempt makes one request and stores what came of it and what follows.
func (c *call) attempt(cookies string) {
	c.resetAttempt()
	err := c.try(cookies)
	c.decide(err)
}

func (c *call) resetAttempt() {
	c.releaseAttempt()
	c.err, c.retry, c.wait, c.requested = nil, false, 0, false
	c.status, c.header = 0, nil
	c.reply = Reply{}
}

func (c *call) releaseAttempt() {
	if c.body != nil {
		wire.PutBuffer(c.body)
		c.body = nil
	}
}

// try is one attempt: credential, limiter, request, redirects within the origin.
func (c *call) try(cookies string) *frontdesk.Error {
	credential, err := c.credential()
	if err != nil {
		return c.fail(err)
	}
	target := c.url
	for hop := 0; ; hop++ {
		next, err := c.exchange(&target, credential, cookies)
		if next == nil {
			return err
		}
		if hop == maxRedirects {
			return c.fail(redirectError("more than %d redirects", maxRedirects))
		}
		target = *next
	}
}

func (c *call) credential() (string, *frontdesk.Error) {
	if c.req.Unsigned {
		return "", nil
	}
	credential, err := c.core.creds.get(c.ctx)
	if err == nil {
		return credential, nil
	}
	if e, ok := errors.AsType[*frontdesk.Error](err); ok {
		copied := *e
		return "", &copied
	}
	if ctxErr := c.ctx.Err(); ctxErr != nil {
		return "", c.contextError(ctxErr, frontdesk.SentNo)
	}
	if err == errEnded {
		return "", c.closed(frontdesk.SentNo)
	}
	return "", &frontdesk.Error{
		Kind: frontdesk.KindAuth, Message: "no credential could be obtained", Err: c.core.redactor.Error(err),
	}
}

// closed is what a call gets whose session was ended by Close.
func (c *call) closed(sent frontdesk.Sent) *frontdesk.Error {
	err := c.contextError(context.Canceled, sent)
	err.Message = "the client is closed"
	return err
}

// exchange sends one request to target and reads its reply. It returns the next
// address if the server redirects within the origin.
func (c *call) exchange(target *url.URL, credential, cookies string) (next *url.URL, err *frontdesk.Error) {
	pass, waited, err := c.enter()
	if err != nil {
		return nil, c.fail(err)
	}
	settled := false
	defer func() {
		if !settled { // a panic in a hook or a user's transport must not hold a slot
			pass.Done()
		}
	}()
	c.attempts++
	c.requested = true
	ctx := c.hookAttempt(waited)
	sendCtx, timer := c.attemptContext(ctx)
	started := time.Now()

	request := c.outgoing(sendCtx, target, credential, cookies)
	c.dumpRequest(request)
	resp, sendErr := c.core.transport.RoundTrip(request)
	next, err = c.receive(resp, sendErr, timer, credential)
	settled = true
	c.settle(pass, err)
	c.hookAttemptEnd(ctx, started, waited, err)
	return next, err
}

// enter waits for the limiter. The wait is the caller's, not the attempt's.
func (c *call) enter() (quota.Pass, time.Duration, *frontdesk.Error) {
	before := time.Now()
	pass, err := c.core.gate.Enter(c.ctx, c.req.Op.Cost, c.class.Writes())
	waited := time.Since(before)
	c.waited += waited
	if err != nil {
		return pass, waited, c.limitError(err)
	}
	return pass, waited, nil
}

// settle tells the limiter how the request ended.
func (c *call) settle(pass quota.Pass, err *frontdesk.Error) {
	states := c.reply.Limits
	c.core.gate.Observe(states...)
	if err != nil && err.Kind == frontdesk.KindQuotaExhausted {
		c.core.gate.Exhausted(time.Now().Add(err.RetryAfter))
	}
	switch {
	case err != nil && c.refused(err):
		until := pass.Refused(err.RetryAfter, err.RetryAfter > 0)
		if err.RetryAfter <= 0 {
			until = time.Time{} // a guess of ours, which is not the limiter's business
		}
		c.paused = until
		if c.core.limiter != nil {
			c.core.limiter.Told(states, true, until)
		}
		return
	case err != nil && c.status == 0 && err.Sent == frontdesk.SentNo:
		pass.NotSent()
	default:
		pass.Done()
	}
	if c.core.limiter == nil {
		return
	}
	if len(states) == 0 && c.status != 0 {
		states = []quota.State{{Limit: -1, Remaining: -1}}
	}
	c.core.limiter.Told(states, false, time.Time{})
}

// outgoing builds and signs the request. The loop's own request never sees the
// credential.
func (c *call) outgoing(ctx context.Context, target *url.URL, credential, cookies string) *http.Request {
	u := *target
	out := Outgoing{
		Request: c.req, Method: c.req.Op.Method, URL: &u,
		Header: c.config.header.Clone(), Body: c.req.Body,
	}
	for _, h := range [...]struct{ name, value string }{
		{"Content-Type", c.req.ContentType}, {"Accept", c.req.Accept}, {"Cookie", cookies},
	} {
		if h.value != "" {
			out.Header[h.name] = []string{h.value}
		}
	}
	if !c.req.Unsigned {
		c.core.protocol.Sign(&out, credential)
	}
	request := (&http.Request{
		Method: out.Method, URL: out.URL, Header: out.Header, Host: out.URL.Host,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	c.setBody(request, out.Body)
	return request
}

// setBody attaches the body so that net/http repeats nothing by itself but what
// provably was not sent.
func (c *call) setBody(request *http.Request, body []byte) {
	switch {
	case body != nil:
		request.ContentLength = int64(len(body))
		request.Body = io.NopCloser(bytes.NewReader(body))
		if len(body) == 0 {
			request.Body = http.NoBody
		}
		request.GetBody = func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(body)), nil
		}
	case c.class != frontdesk.ClassSafe:
		// Without a body net/http takes a GET for repeatable and sends it again
		// when an idle connection turns out dead.
		request.Body = io.NopCloser(bytes.NewReader(nil))
	}
}

// receive reads the reply whole, or opens its stream, and classifies it.
func (c *call) receive(resp *http.Response, sendErr error, timer *attemptTimer, credential string) (*url.URL, *frontdesk.Error) {
	if sendErr != nil || resp == nil {
		timer.stop()
		return nil, c.fail(c.sendError(sendErr, timer))
	}
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	c.status, c.header = resp.StatusCode, resp.Header
	c.reply = Reply{Request: c.req, Status: resp.StatusCode, Header: resp.Header, Repeated: c.mayBeDone}
	if isRedirect(resp.StatusCode) {
		timer.stop()
		_ = resp.Body.Close()
		next, err := c.redirect(resp)
		return next, err
	}
	if c.stream != nil && resp.StatusCode/100 == 2 {
		if committed, err := c.stream.open(resp, timer); err != nil {
			return nil, c.fail(err)
		} else if committed {
			return nil, nil
		}
	}
	if err := c.readWhole(resp, timer); err != nil {
		return nil, c.fail(err)
	}
	c.reply.Body = c.body.Bytes()
	err := c.classify(credential)
	c.dumpReply(resp) // a Protocol may have learnt secrets from the reply
	return nil, err
}

// readWhole reads the body within the attempt's timeout and the client's cap.
func (c *call) readWhole(resp *http.Response, timer *attemptTimer) *frontdesk.Error {
	limit := c.config.maxBytes
	success := resp.StatusCode/100 == 2
	if !success {
		limit = min(limit, maxErrorBytes)
	}
	body, err := wire.ReadAllCapped(resp.Body, resp.ContentLength, limit)
	timer.stop()
	_ = resp.Body.Close()
	c.body = body
	switch {
	case err == nil:
		return nil
	case !success && c.ctx.Err() == nil:
		// The status tells enough; what was read of the body may tell more.
		return nil
	case errors.Is(err, wire.ErrTooLarge):
		return &frontdesk.Error{
			Kind: frontdesk.KindTooLarge, Sent: c.core.cutSent,
			Message: "the reply is larger than WithMaxResponseBytes allows",
		}
	default:
		return c.bodyError(err, timer)
	}
}

// classify asks the vendor's Protocol and completes its answer.
func (c *call) classify(credential string) *frontdesk.Error {
	err := c.core.protocol.Classify(&c.reply)
	if err == nil {
		return nil
	}
	header, _ := RetryAfter(c.header, time.Now())
	err.RetryAfter = max(err.RetryAfter, header)
	c.setSent(err)
	if (c.reply.SessionExpired || err.Kind == frontdesk.KindAuth) && !c.req.Unsigned {
		c.reply.SessionExpired = c.core.creds.refused(credential)
		if c.reply.SessionExpired && c.core.creds.ended.Load() {
			c.reply.SessionExpired = false
			return c.closed(err.Sent)
		}
	} else {
		c.reply.SessionExpired = false
	}
	return c.fail(err)
}
