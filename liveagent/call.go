package liveagent

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

const formType = "application/x-www-form-urlencoded"

// request is one call in the words of this package.
type request struct {
	op  *transport.Operation
	ids []string // for the path, in its order
	// params have url tags, or are url.Values: the query of GET and DELETE, the form
	// of POST and PUT.
	params any
	// class replaces the operation's; see noteClass.
	class *frontdesk.Class
	reply envelope
	// emptyOK takes an empty body for success, which some servers send.
	emptyOK bool
}

// do makes a call of a documented operation.
func (c *Client) do(ctx context.Context, r request, opts []frontdesk.Option) error {
	path, err := transport.Expand(r.op.Path, r.ids...)
	if err != nil {
		return c.core.Invalid(r.op.ID, "path", err)
	}
	params, ready := r.params.(url.Values)
	if r.params != nil && !ready {
		if params, err = c.codec.Query(r.params); err != nil {
			return c.core.Invalid(r.op.ID, "params", err)
		}
	}
	req := &transport.Request{Op: r.op, Class: r.class, Path: path}
	return c.send(ctx, req, params, r, c.core.Resolve(opts))
}

// send completes the request with format and parameters and makes the call.
func (c *Client) send(ctx context.Context, req *transport.Request, params url.Values, r request, set *settings.Settings) error {
	// Some servers read a plain plus as a space.
	req.Path.Escaped = strings.ReplaceAll(req.Path.Escaped, "+", "%2B")
	if c.index && strings.Count(req.Path.Decoded, "/") != strings.Count(req.Path.Escaped, "/") {
		return c.core.InvalidArgument(req.Op, "path", "an identifier with a slash cannot be sent with WithIndexFallback")
	}
	req.Accept = "application/json"
	if wantsXML(set, c.xml) {
		req.Accept, req.Format = "application/xml", "xml"
		req.Path.Decoded += ".xml"
		req.Path.Escaped += ".xml"
	}
	if c.index {
		handler := strings.ReplaceAll(url.QueryEscape(strings.TrimPrefix(req.Path.Decoded, "/")), "%2F", "/")
		req.Path = transport.Path{Decoded: "/index.php", Escaped: "/index.php"}
		req.Query = "handler=" + handler
	}
	switch encoded := params.Encode(); {
	case inForm(req.Op.Method):
		req.ContentType = formType
		req.Body = []byte(encoded)
	case encoded != "" && req.Query != "":
		req.Query += "&" + encoded
	case encoded != "":
		req.Query = encoded
	}
	reply := r.reply
	req.Codec, req.Out = c.codec, &reply
	req.Convert = func(body []byte) ([]byte, error) { return convert(body, reply.lists, r.emptyOK) }
	return c.core.Do(ctx, req, set)
}

// inForm reports whether parameters of the method travel in the body.
func inForm(method string) bool { return method == http.MethodPost || method == http.MethodPut }

// noteClass is the class of a call that may carry a note: a repeated call then
// writes the note twice, so that it is unsafe whatever the operation is.
func noteClass(notes ...string) *frontdesk.Class {
	for _, note := range notes {
		if note != "" {
			unsafe := frontdesk.ClassUnsafe
			return &unsafe
		}
	}
	return nil
}
