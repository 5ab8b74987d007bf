package comagic

import (
	"bytes"
	"strconv"
	"strings"
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
	errorMember   = []byte(`"error"`)
	resultMember  = []byte(`"result"`)
	successMember = []byte(`"success"`)
)

func (p *protocol) Classify(reply *transport.Reply) *frontdesk.Error {
	success := reply.Status/100 == 2
	if success && !bytes.Contains(reply.Body, errorMember) {
		return notDone(reply)
	}
	raw := errorIn(reply.Body)
	switch {
	case raw != nil:
		failure, states := failureOf(raw, time.Now())
		reply.Limits = states
		reply.SessionExpired = failure.Code == CodeAccessTokenInvalid
		if reply.SessionExpired || failure.Code == CodeAuthError {
			failure.Message += p.hint()
		}
		if leavesOpen(reply, failure.Kind) {
			failure.Sent = frontdesk.SentUnknown
		}
		return failure
	case success:
		return notDone(reply)
	}
	return &frontdesk.Error{Kind: transport.KindOfStatus(reply.Status)}
}

// errorIn returns the error of a reply, beside its result or inside; nil if there is
// none.
func errorIn(body []byte) []byte {
	if raw, found := wire.Member(body, "error"); found && !wire.Blank(raw) {
		return raw
	}
	result, _ := wire.Member(body, "result")
	if raw, found := wire.Member(result, "error"); found && !wire.Blank(raw) {
		return raw
	}
	return nil
}

// leavesOpen reports a refusal of a write that does not prove that nothing was done:
// what is gone, there already or in another state may be a lost attempt's doing, and
// of a batch the items before the refused one may have been taken.
func leavesOpen(reply *transport.Reply, kind frontdesk.Kind) bool {
	op := reply.Request.Op
	switch kind {
	case frontdesk.KindNotFound, frontdesk.KindConflict:
		return op.Class.Writes() && (reply.Repeated || isBatch(op))
	case frontdesk.KindInvalid, frontdesk.KindValidation:
		return isBatch(op)
	}
	return false
}

// isBatch reports whether an operation takes a list of things to store, as uploads do.
// What becomes of the others if one is refused is documented of two only: nothing.
func isBatch(op *transport.Operation) bool {
	switch op.ID {
	case "upload.deals_history", "upload.leads_history":
		return false
	}
	return strings.HasPrefix(op.ID, "upload.") || op.ID == "create.deal_contacts"
}

// notDone finds the failure in a reply without an error: it has no result, or says of
// a write that it was no success. A body that is no JSON object is left to the decoder,
// which says what it is.
func notDone(reply *transport.Reply) *frontdesk.Error {
	trimmed := bytes.TrimSpace(reply.Body)
	if string(trimmed) == "null" || len(trimmed) > 0 && trimmed[0] == '{' && !bytes.Contains(trimmed, resultMember) {
		return &frontdesk.Error{Kind: frontdesk.KindDecode, Message: "the reply has neither a result nor an error"}
	}
	if !reply.Request.Op.Class.Writes() || !bytes.Contains(reply.Body, successMember) {
		return nil
	}
	result, _ := wire.Member(reply.Body, "result")
	if data, found := wire.Member(result, "data"); found {
		result = data
	}
	if raw, _ := wire.Member(result, "success"); saysNo(raw) {
		return &frontdesk.Error{
			Kind: frontdesk.KindValidation, Sent: frontdesk.SentUnknown,
			Message: "the reply says that it was no success, and not why",
		}
	}
	return nil
}

// saysNo reports whether a raw value is false in one of its spellings.
func saysNo(raw []byte) bool {
	switch string(raw) {
	case `false`, `"false"`, `"False"`, `0`, `"0"`:
		return true
	}
	return false
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
	if _, known := kindOfCode(0, frontdesk.Code(e.Message)); code == "" && known {
		code = frontdesk.Code(e.Message) // the error is the bare mnemonic
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
	if strings.EqualFold(limitType, "day") {
		err.Kind = frontdesk.KindQuotaExhausted
	}
	for _, s := range states {
		if strings.EqualFold(s.Name, limitType) && s.Reset.After(now) {
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
