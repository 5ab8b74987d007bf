package liveagenttest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// call is a request taken apart.
type call struct {
	op   *contract.Operation // nil if no operation has this method and path
	path string              // below /api, without the format's suffix
	vars map[string]string
	// params are those of the query, and of the form for all methods: vendor code
	// sends a form with DELETE too.
	params url.Values
	key    string
	xml    bool
	// plain is the request as it looks where the web server rewrites addresses.
	plain *http.Request
}

func (c *call) param(name string) string { return c.params.Get(name) }

// user is the author that a call names, the system if none.
func (c *call) user() string { return c.param("useridentifier") }

func parseLogged(r *frontdesktest.Request) *call {
	address, err := url.ParseRequestURI(r.URI)
	if err != nil {
		address = &url.URL{Path: r.Path}
	}
	return parse(&http.Request{Method: r.Method, URL: address, Header: r.Header}, r.Body)
}

func parse(r *http.Request, body []byte) *call {
	plain := withoutSlash(withoutIndex(r))
	escaped := plain.URL.EscapedPath()
	if _, below, found := strings.Cut(escaped, "/api/"); found {
		escaped = "/" + below
	}
	c := &call{plain: plain, params: plain.URL.Query()}
	c.path, c.xml = strings.CutSuffix(escaped, ".xml")
	if form, err := url.ParseQuery(string(body)); err == nil {
		for name, values := range form {
			c.params[name] = values
		}
	}
	c.key = c.param("apikey")
	c.op, c.vars = contract.Load(contract.LiveAgent).Match(r.Method, c.path)
	return c
}

// withoutIndex turns /api/index.php?handler=conversations/x into
// /api/conversations/x.
func withoutIndex(r *http.Request) *http.Request {
	base, isIndex := strings.CutSuffix(r.URL.Path, "/index.php")
	if !isIndex {
		return r
	}
	query := r.URL.Query()
	plain := *r
	address := *r.URL
	address.Path, address.RawPath = base+"/"+query.Get("handler"), ""
	query.Del("handler")
	address.RawQuery = query.Encode()
	plain.URL = &address
	return &plain
}

// withoutSlash cuts the slash that some client code puts at the end of an address.
func withoutSlash(r *http.Request) *http.Request {
	if !strings.HasSuffix(r.URL.Path, "/") {
		return r
	}
	plain, address := *r, *r.URL
	address.Path, address.RawPath = strings.TrimRight(r.URL.Path, "/"), strings.TrimRight(r.URL.RawPath, "/")
	plain.URL = &address
	return &plain
}
