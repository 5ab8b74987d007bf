package helpcrunch

import (
	"bytes"
	"net/http"
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
	err := &frontdesk.Error{Kind: transport.KindOfStatus(reply.Status)}
	explain(err, parseErrors(reply.Body), reply.Request.Op.ID, reply.Status)
	return err
}

// classifySuccess catches a page of something that stands before the server:
// where the answer is just Ok, nothing else would notice it.
func classifySuccess(reply *transport.Reply) *frontdesk.Error {
	if !transport.LooksLikeHTML(reply.Body) {
		return nil
	}
	return &frontdesk.Error{
		Kind: frontdesk.KindDecode, Sent: frontdesk.SentUnknown,
		Message: "the reply is an HTML page, not HelpCrunch's answer",
	}
}

// parseErrors reads the entries of an error reply, in order. An unreadable body
// has none: then the status has to tell.
func parseErrors(body []byte) []frontdesk.Detail {
	raw, found := wire.Member(body, "errors")
	raw = bytes.TrimSpace(raw)
	if !found || len(raw) == 0 {
		return nil
	}
	var entries []frontdesk.Detail
	switch raw[0] {
	case '[':
		if codec.Unmarshal(raw, &entries) != nil {
			return nil
		}
	case '{':
		var entry frontdesk.Detail
		if codec.Unmarshal(raw, &entry) == nil && entry.Code != "" {
			entries = append(entries, entry)
		}
	}
	return entries
}

// explain fills err from the entries of the reply. The telling one is the first
// that says more than invalid_request, which newer servers put in front.
func explain(err *frontdesk.Error, entries []frontdesk.Detail, operation string, status int) {
	if len(entries) == 0 {
		return
	}
	generic := entries[0].Code == CodeInvalidRequest
	telling := -1
	for i := range entries {
		entry := &entries[i]
		entry.Field = fieldOf(entry, generic, status)
		if telling < 0 && entry.Code != CodeInvalidRequest {
			telling = i
		}
	}
	if telling < 0 {
		telling = 0
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

// fieldOf names the attribute that an entry is about. Below a generic first entry
// an unknown code is the attribute's path; the texts of bad values name it too.
func fieldOf(entry *frontdesk.Detail, generic bool, status int) string {
	_, known := kinds[entry.Code]
	if name, ok := strings.CutSuffix(entry.Message, " value is invalid"); ok && known && !strings.Contains(name, " ") {
		return name
	}
	if generic && !known && status == http.StatusBadRequest && entry.Code != CodeInvalidRequest {
		return string(entry.Code)
	}
	return entry.Field
}
