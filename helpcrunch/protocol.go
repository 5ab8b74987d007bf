package helpcrunch

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// protocol is HelpCrunch's part of a call: a bearer key, and errors as a list.
type protocol struct{}

func (protocol) Sign(out *transport.Outgoing, credential string) {
	out.Header["Authorization"] = []string{"Bearer " + credential}
}

func (protocol) Classify(reply *transport.Reply) *frontdesk.Error {
	if reply.Status/100 == 2 {
		return classifySuccess(reply)
	}
	return failure(reply, transport.KindOfStatus(reply.Status), parseErrors(reply.Body), reply.Status)
}

// classifySuccess catches what is no success whatever its status: a page of
// something that stands before the server, and the vendor's list of errors. Where
// the answer is just Ok, nothing else would notice them.
func classifySuccess(reply *transport.Reply) *frontdesk.Error {
	if transport.LooksLikeHTML(reply.Body) {
		return &frontdesk.Error{
			Kind: frontdesk.KindDecode, Sent: frontdesk.SentUnknown,
			Message: "the reply is an HTML page, not HelpCrunch's answer",
		}
	}
	if !mayHoldErrors(reply) {
		return nil
	}
	entries := parseErrors(reply.Body)
	if len(entries) == 0 {
		return nil
	}
	err := failure(reply, frontdesk.KindInvalid, entries, http.StatusBadRequest)
	if err.Kind != frontdesk.KindRateLimited {
		// The status says that a write was done, the entries that it was not.
		err.Sent = frontdesk.SentUnknown
	}
	return err
}

// mayHoldErrors spares long pages the search for a member that they do not have: of
// reads, only a reply that begins with its errors counts.
func mayHoldErrors(reply *transport.Reply) bool {
	if reply.Request.Op.Class.Writes() {
		return bytes.Contains(reply.Body, []byte(`"errors"`))
	}
	before, _, found := bytes.Cut(reply.Body[:min(len(reply.Body), 64)], []byte(`"errors"`))
	return found && bytes.Equal(bytes.TrimSpace(bytes.TrimPrefix(before, []byte("\xef\xbb\xbf"))), []byte("{"))
}

// failure is the error of a reply; kind holds where the entries tell none.
func failure(reply *transport.Reply, kind frontdesk.Kind, entries []frontdesk.Detail, status int) *frontdesk.Error {
	op := reply.Request.Op
	err := &frontdesk.Error{Kind: kind}
	if explain(err, entries, op.ID, status); len(entries) == 0 {
		err.Code, err.Message = parsePlainError(reply.Body)
	}
	switch err.Kind {
	case frontdesk.KindNotFound, frontdesk.KindConflict:
		// What is gone, rated or taken already may be the lost attempt's doing.
		if reply.Repeated && op.Class.Writes() {
			err.Sent = frontdesk.SentUnknown
		}
	}
	if op == opCustomersBatchUpdate && refusesOne(err.Kind) {
		err.Sent = frontdesk.SentUnknown
	}
	return err
}

// refusesOne reports a refusal that can be of one change of a batch: what became of
// the others is not documented.
func refusesOne(kind frontdesk.Kind) bool {
	switch kind {
	case frontdesk.KindInvalid, frontdesk.KindValidation, frontdesk.KindNotFound, frontdesk.KindConflict:
		return true
	}
	return false
}

// parseErrors reads the entries of an error reply, in order. An unreadable body
// has none: then the status has to tell.
func parseErrors(body []byte) []frontdesk.Detail {
	raw, _ := wire.Member(body, "errors")
	if wire.Blank(raw) {
		return nil
	}
	var list []json.RawMessage
	if codec.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var entries []frontdesk.Detail
	for _, item := range list {
		if entry, ok := parseEntry(item); ok {
			entries = append(entries, entry)
		}
	}
	return entries
}

// parseEntry reads one entry: an object of code and message in any scalar spelling,
// or a bare text. One that says nothing is none.
func parseEntry(raw []byte) (entry frontdesk.Detail, ok bool) {
	var members struct {
		Code    json.RawMessage `json:"code"`
		Message json.RawMessage `json:"message"`
		Field   json.RawMessage `json:"field"`
	}
	if codec.Unmarshal(raw, &members) == nil {
		entry.Code = frontdesk.Code(wire.Text(members.Code))
		entry.Message, entry.Field = wire.Text(members.Message), wire.Text(members.Field)
	} else {
		entry.Message = wire.Text(raw)
	}
	return entry, entry.Code != "" || entry.Message != ""
}

// parsePlainError reads what a server of the vendor's that has no list of errors says
// instead: a message, or an object with it under info, and a code in words.
func parsePlainError(body []byte) (frontdesk.Code, string) {
	code, _ := wire.Member(body, "code")
	message, _ := wire.Member(body, "message")
	if info, found := wire.Member(message, "info"); found {
		message = info
	}
	if len(code) == 0 || code[0] != '"' {
		code = nil // a number is the HTTP status once more
	}
	return frontdesk.Code(wire.Text(code)), wire.Text(message)
}

// explain fills err from the entries of the reply. The telling one is the first
// that says more than invalid_request, which newer servers put in front.
func explain(err *frontdesk.Error, entries []frontdesk.Detail, operation string, status int) {
	if len(entries) == 0 {
		return
	}
	generic := slices.ContainsFunc(entries, func(e frontdesk.Detail) bool { return e.Code == CodeInvalidRequest })
	telling := -1
	for i := range entries {
		entry := &entries[i]
		entry.Field = fieldOf(entry, generic, status)
		if telling < 0 && entry.Code != CodeInvalidRequest {
			telling = i
		}
	}
	if telling < 0 {
		// One of several is the generic one, and the next says what is wrong.
		telling = min(1, len(entries)-1)
		if preconditions[operation] && status == http.StatusBadRequest && len(entries) == 1 {
			err.Kind = frontdesk.KindConflict
		}
	}
	entry := entries[telling]
	err.Code, err.Message, err.Field, err.Details = entry.Code, entry.Message, entry.Field, entries
	if kind, known := kinds[entry.Code]; known {
		err.Kind = kind
	} else if entry.Field != "" {
		err.Kind = frontdesk.KindValidation
	}
}

// fieldOf names the attribute that an entry is about. In company of a generic entry
// an unknown code is the attribute's path; the texts of bad values name it too.
func fieldOf(entry *frontdesk.Detail, generic bool, status int) string {
	_, known := kinds[entry.Code]
	if name, ok := strings.CutSuffix(entry.Message, " value is invalid"); ok && known && !strings.Contains(name, " ") {
		return name
	}
	if entry.Code == CodeInvalidUserIDValue && entry.Field == "" {
		return "userId"
	}
	if generic && !known && status == http.StatusBadRequest && entry.Code != CodeInvalidRequest {
		return string(entry.Code)
	}
	return entry.Field
}
