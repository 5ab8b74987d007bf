package comagic

import (
	"bytes"
	"strconv"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// protocol is CoMagic's part of a call: the key among the params, and errors told
// by a mnemonic inside HTTP 200.
type protocol struct {
	client *base
	host   Host
}

// Sign wraps the params, which stand in the body so far, in the envelope.
func (p *protocol) Sign(out *transport.Outgoing, credential string) {
	params := out.Body
	const envelope = 96
	body := make([]byte, 0, len(params)+len(credential)+len(out.Request.Format)+envelope)
	body, err := wire.AppendRPC(body, p.client.ids.Add(1), out.Request.Format, params, credential)
	if err != nil {
		// Params were checked when the request was built; what is sent in this
		// case holds no credential and is refused by the server.
		body = params
	}
	out.Body = body
}

var (
	errorMember  = []byte(`"error"`)
	resultMember = []byte(`"result"`)
)

func (p *protocol) Classify(reply *transport.Reply) *frontdesk.Error {
	success := reply.Status/100 == 2
	if success && !bytes.Contains(reply.Body, errorMember) {
		return withoutError(reply.Body)
	}
	raw, found := wire.Member(reply.Body, "error")
	switch {
	case found && !wire.Blank(raw):
		failure, states := failureOf(raw, time.Now())
		reply.Limits = states
		reply.SessionExpired = failure.Code == CodeAccessTokenInvalid
		if reply.SessionExpired || failure.Code == CodeAuthError {
			failure.Message += p.hint()
		}
		return failure
	case success:
		return withoutError(reply.Body)
	}
	return &frontdesk.Error{Kind: transport.KindOfStatus(reply.Status)}
}

// withoutError accepts a reply without an error member if it has a result. A body
// that is no JSON object is left to the decoder, which says what it is.
func withoutError(body []byte) *frontdesk.Error {
	trimmed := bytes.TrimSpace(body)
	if bytes.Contains(body, resultMember) || len(trimmed) == 0 || trimmed[0] != '{' {
		return nil
	}
	return &frontdesk.Error{Kind: frontdesk.KindDecode, Message: "the reply has neither a result nor an error"}
}

// hint explains the commonest reason for a credential that is right and refused.
func (p *protocol) hint() string {
	return " (this client calls " + string(p.host) + "; credentials of an account on another host are not valid there, see comagic.WithHost)"
}

// failureOf turns an error member into an error, and what it says of the limits.
func failureOf(raw []byte, now time.Time) (*frontdesk.Error, []quota.State) {
	e := wire.ParseRPCError(raw)
	code := frontdesk.Code(e.Data.Mnemonic)
	if code == "" && e.Code != 0 {
		code = frontdesk.Code(strconv.FormatInt(e.Code, 10))
	}
	data, _ := wire.Member(raw, "data")
	err := &frontdesk.Error{
		Kind: kindOf(e.Code, code), Code: code, Message: e.Message, Field: e.Data.Field,
		Details: []frontdesk.Detail{{Code: code, Message: e.Message, Field: e.Data.Field, Data: bytes.Clone(data)}},
	}
	metadata := parseMetadata(e.Data.Metadata, now)
	if code == CodeLimitExceeded {
		limitExceeded(err, wire.Text(e.Data.Params["limit_type"]), metadata.states, now)
	}
	return err, metadata.states
}

// limitExceeded tells a used-up day, which nobody waits for, from a minute or an
// hour, and says how long to wait.
func limitExceeded(err *frontdesk.Error, limitType string, states []quota.State, now time.Time) {
	if limitType == "" {
		limitType = usedUp(states)
	}
	if limitType == "day" {
		err.Kind = frontdesk.KindQuotaExhausted
	}
	for _, s := range states {
		if s.Name == limitType && s.Reset.After(now) {
			err.RetryAfter = s.Reset.Sub(now)
		}
	}
}

// usedUp returns the longest window with nothing left.
func usedUp(states []quota.State) string {
	for _, s := range states {
		if s.Remaining == 0 {
			return s.Name
		}
	}
	return ""
}

// kindOf returns the kind of an error: by its mnemonic, corrected by the code
// group where one mnemonic means two things; by the code group alone if the
// mnemonic is unknown.
func kindOf(group int64, code frontdesk.Code) frontdesk.Kind {
	if kind, ok := kindOfCode(group, code); ok {
		return kind
	}
	if kind, ok := kindOfGroup(group); ok {
		return kind
	}
	return frontdesk.KindServer
}
