package liveagent

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// protocol is LiveAgent's part of a call: the key as a parameter, and errors by
// status or in the envelope of a success.
type protocol struct{}

const keyParam = "apikey"

// Sign adds the key to the query of GET and DELETE and to the form of POST and
// PUT.
func (protocol) Sign(out *transport.Outgoing, credential string) {
	if !inForm(out.Method) {
		out.URL.RawQuery = withKey(out.URL.RawQuery, credential)
		return
	}
	// A copy: the body is the call's, and is signed anew with each attempt.
	out.Body = []byte(withKey(string(out.Body), credential))
}

// withKey returns the parameters with exactly one key: a redirect may have
// brought one along.
func withKey(encoded, credential string) string {
	var b strings.Builder
	b.Grow(len(encoded) + len(keyParam) + len(credential) + 8)
	for pair := range strings.SplitSeq(encoded, "&") {
		if pair == "" || pair == keyParam || strings.HasPrefix(pair, keyParam+"=") {
			continue
		}
		b.WriteString(pair)
		b.WriteByte('&')
	}
	b.WriteString(keyParam + "=")
	b.WriteString(url.QueryEscape(credential))
	return b.String()
}

// Classify finds failures by HTTP status and, inside a success, by what only the
// envelope of a failure has.
func (protocol) Classify(reply *transport.Reply) *frontdesk.Error {
	success := reply.Status/100 == 2
	if success && !mayBeError(reply.Body) {
		return nil
	}
	f, ok := readFault(reply.Body)
	switch {
	case success && !(ok && f.inBand()):
		return nil
	case !ok:
		return &frontdesk.Error{Kind: kindOf(reply.Status, foreignText(reply.Body)), Message: strangeReply(reply)}
	}
	status := reply.Status
	if success {
		status = f.statusInBand()
	}
	return f.asError(status)
}

const (
	statusOK    = "OK"
	statusError = "ERROR"
)

// signsOfError are words of which at least one is in each envelope of a failure,
// and seldom one in a long list.
var signsOfError = [][]byte{[]byte("errormessage"), []byte("statuscode"), []byte(statusError)}

// mayBeError is a cheap look at a success.
func mayBeError(body []byte) bool {
	for _, sign := range signsOfError {
		if bytes.Contains(body, sign) {
			return true
		}
	}
	return false
}

// fault is the envelope of a failure.
type fault struct {
	status  string
	code    frontdesk.Code
	number  int64
	message string
	debug   []byte // as JSON; nil without one
}

// readFault reads the envelope of a failure in either format, whatever format
// was asked for, also where its members lie bare. It reports false if the body has
// none.
func readFault(body []byte) (fault, bool) {
	if isXML(body) {
		converted, err := wire.TranscodeXML(nil, body, nil)
		if err != nil && !isTrailing(err) {
			return fault{}, false
		}
		body = converted
	}
	response, found := wire.Lookup(body, "response")
	if !found {
		response, _, _ = wire.SplitJSON(body)
	}
	if len(response) == 0 || response[0] != '{' {
		return fault{}, false
	}
	var f fault
	raw, _ := wire.Member(response, "status")
	f.status = strings.ToUpper(strings.TrimSpace(wire.Text(raw)))
	raw, _ = wire.Member(response, "statuscode")
	f.code = frontdesk.Code(wire.Text(raw))
	f.number, _ = wire.Int(raw)
	raw, _ = wire.Member(response, "errormessage")
	f.message = wire.Text(raw)
	if raw, _ = wire.Member(response, "debugmessage"); !wire.Blank(raw) {
		f.debug = bytes.Clone(raw)
	}
	return f, f.status != "" || f.message != "" || f.isStatus()
}

// inBand reports whether the envelope of a success tells of a failure. Its status
// does; where that is missing, or is the state of a record, the code or the text
// that only failures have.
func (f fault) inBand() bool {
	return f.status == statusError || f.status != statusOK && (f.message != "" || f.isStatus())
}

// isStatus reports whether the code is an HTTP status of failures.
func (f fault) isStatus() bool { return f.number >= 400 && f.number < 600 }

// statusInBand is the status that a failure inside HTTP 200 stands for.
func (f fault) statusInBand() int {
	if f.isStatus() {
		return int(f.number)
	}
	return 500
}

func (f fault) asError(status int) *frontdesk.Error {
	detail := frontdesk.Detail{Code: f.code, Message: f.message}
	if f.debug != nil {
		detail.Data = append(append([]byte(`{"debugmessage":`), f.debug...), '}')
	}
	kind := kindOf(status, f.message)
	return &frontdesk.Error{
		Kind: kind, Code: f.code, Message: f.message,
		Field: fieldOf(kind, f.message), Details: []frontdesk.Detail{detail},
	}
}

// foreignText is what matters of a failure in another form, such as API v3's
// {"message": …}: that the key is not known.
func foreignText(body []byte) string {
	if bytes.Contains(bytes.ToLower(body[:min(len(body), 1<<10)]), []byte(keyNotFound)) {
		return keyNotFound
	}
	return ""
}

// strangeReply says what a failure without LiveAgent's envelope looks like.
func strangeReply(reply *transport.Reply) string {
	switch {
	case reply.Status == 404 && transport.LooksLikeHTML(reply.Body):
		return "the server has no such page; is the address right, or does it need WithIndexFallback?"
	case transport.LooksLikeHTML(reply.Body):
		return "an HTML page instead of a reply of the API"
	case len(bytes.TrimSpace(reply.Body)) == 0:
		return "" // the status says it all
	default:
		return "a body without the envelope of the API"
	}
}
