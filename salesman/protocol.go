package salesman

import (
	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// protocol is SalesMan's part of a call: credentials in headers or in the form,
// and a reply whose HTTP status says nothing.
type protocol struct{ login string }

// credentialFields is the number of form fields that Sign adds.
const credentialFields = 2

func (p *protocol) Sign(out *transport.Outgoing, credential string) {
	if out.Request.ContentType != formType {
		out.Header["Login"] = []string{p.login}
		out.Header["Apikey"] = []string{credential}
		return
	}
	// A copy: the request's own body is signed anew in each attempt.
	body := append(make([]byte, 0, len(out.Body)+len(p.login)+len(credential)+32), out.Body...)
	body = wire.AppendFormField(body, "login", p.login)
	out.Body = wire.AppendFormField(body, "apikey", credential)
}

func (p *protocol) Classify(reply *transport.Reply) *frontdesk.Error {
	x, ok := reply.Request.Meta.(*exchange)
	if !ok {
		x = &exchange{}
	}
	v := judge(x.fact, reply.Status, reply.Body)
	x.outcome, x.items, x.repeated = v.outcome, v.items, reply.Repeated
	x.date = reply.Header.Get("Date")
	if v.value != nil {
		reply.Body, reply.Trailing = v.value, v.noise
	}
	err := v.err()
	if err != nil && reply.Repeated && isWrite(x.fact) && (err.Kind == frontdesk.KindNotFound || err.Kind == frontdesk.KindConflict) {
		// What is gone, handed over or there already may be the lost attempt's doing.
		err.Sent = frontdesk.SentUnknown
	}
	return err
}

// err turns the verdict on a whole reply into an error; nil for a success. In
// a list add the items have errors of their own.
func (v verdict) err() *frontdesk.Error {
	if v.outcome == outcomeOK || v.outcome == outcomeUnchanged || len(v.items) > 0 {
		return nil
	}
	err := &frontdesk.Error{Kind: v.kind, Code: v.code, Message: v.text, Details: v.details}
	switch v.outcome {
	case outcomeCrash, outcomeCrashAfterWrite:
		err.Sent = frontdesk.SentUnknown
		if v.nothingDone {
			err.Sent = frontdesk.SentYes
		}
	case outcomeTransport, outcomeSilent:
		if v.emptyReply || v.strange {
			err.Sent = frontdesk.SentUnknown
		}
	}
	return err
}
