package liveagent

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// The codes of LiveAgent's errors. They repeat the HTTP status; inside HTTP 200
// they stand for it.
const (
	// CodeBadRequest: a caller's mistake on newer servers; a problem with the API
	// key inside the application on old ones.
	CodeBadRequest frontdesk.Code = "400"
	// CodeUnauthorized: wrong API key.
	CodeUnauthorized frontdesk.Code = "401"
	// CodeForbidden: the key belongs to another API version, was revoked or lacks
	// a right.
	CodeForbidden frontdesk.Code = "403"
	// CodeNotFound: the object does not exist.
	CodeNotFound frontdesk.Code = "404"
	// CodeTooManyRequests: more than 180 requests a minute. LiveAgent documents
	// the limit, but neither the code nor a Retry-After. A refusal without one is
	// waited out for the rest of the client's window, at most a minute, by all
	// callers of the client.
	CodeTooManyRequests frontdesk.Code = "429"
	// CodeProcessing: a caller's mistake or a fault on old servers; a fault on
	// newer ones.
	CodeProcessing frontdesk.Code = "500"
	// CodeUpdating: the application is being updated or installed. That it then
	// refuses before it acts is not documented, so that unsafe writes are repeated
	// only if the reply has a Retry-After; reads and idempotent writes always are.
	CodeUpdating frontdesk.Code = "503"
)

// messageRule gives the kind of an error by a part of its text.
type messageRule struct {
	contains string // in lower case
	kind     frontdesk.Kind
}

// keyNotFound is the text about a key that the server does not know, such as one
// of API v3.
const keyNotFound = "apikey not found"

// messageRules are tried in their order; the first that fits counts.
var messageRules = []messageRule{
	{keyNotFound, frontdesk.KindAuth},
	{"apikey", frontdesk.KindAuth},
	{"is missing", frontdesk.KindValidation},
	{"not found", frontdesk.KindNotFound},
	{"unable to load", frontdesk.KindNotFound},
	{"already exists", frontdesk.KindConflict},
	{"visitor user can only create conversation", frontdesk.KindInvalid},
}

// kindOf finds the kind of an error from its HTTP status (for a failure inside
// HTTP 200, the statuscode of the envelope) and its text.
//
// 400 and 500 changed their meaning: old servers use 500 for whatever went
// wrong, a missing parameter and an unknown conversation included, and 400 for
// trouble with the API key; newer ones use 400 for a caller's mistake and 500
// for faults of their own. Nothing in a reply tells the server's age, so that
// under these two the text decides, case ignored:
//
//   - "apikey" is Auth;
//   - "is missing" is Validation, with the parameter in Field;
//   - "not found" and "unable to load" are NotFound;
//   - "already exists" is Conflict;
//   - "visitor user can only create conversation" is Invalid;
//   - any other text, or none, is Invalid under 400 and Server under 500.
//
// "ApiKey not found" is Auth under 403 and 404 as well; any other 403 is Forbidden, a
// text about the key's rights included. All other statuses speak for themselves. Of
// these kinds only Server, Unavailable and RateLimited are ever retried.
func kindOf(status int, message string) frontdesk.Kind {
	message = strings.ToLower(message)
	for _, rule := range messageRules {
		if strings.Contains(message, rule.contains) && rule.holdsUnder(status) {
			return rule.kind
		}
	}
	return transport.KindOfStatus(status)
}

func (r messageRule) holdsUnder(status int) bool {
	switch status {
	case 400, 500:
		return true
	case 403, 404:
		return r.contains == keyNotFound
	default:
		return false
	}
}

// missingParameter reads the name out of "parameter message is missing".
func missingParameter(message string) string {
	words := strings.Fields(message)
	for i, word := range words {
		if strings.EqualFold(word, "parameter") && i+3 < len(words) &&
			strings.EqualFold(words[i+2], "is") && strings.HasPrefix(strings.ToLower(words[i+3]), "missing") {
			return strings.Trim(words[i+1], `"'`)
		}
	}
	return ""
}

// things are what LiveAgent's texts say was not found.
var things = []string{
	"agent", "category", "company", "conversation", "customer", "department", "entry", "file", "group", "tag", "user", "widget",
}

// missingThing reads the thing out of "department with id x not found" and
// "Unable to load conversation": the one that the text names first. It is empty
// for texts that name none of LiveAgent's things.
func missingThing(message string) string {
	for word := range strings.FieldsSeq(strings.ToLower(message)) {
		word = strings.Trim(word, `.,:;"'`)
		for _, thing := range things {
			if word == thing {
				return thing
			}
		}
	}
	return ""
}

// fieldOf is the parameter that a text says is missing, or the thing that it says
// was not found; empty if it tells neither.
func fieldOf(kind frontdesk.Kind, message string) string {
	if kind == frontdesk.KindNotFound {
		return missingThing(message)
	}
	return missingParameter(message)
}

// DebugMessage returns the debugmessage that LiveAgent sent beside the text of an
// error; empty if it sent none or err is no error of this package.
func DebugMessage(err error) string {
	e, ok := errors.AsType[*frontdesk.Error](err)
	if !ok || e == nil || e.Vendor != vendor {
		return ""
	}
	for _, detail := range e.Details {
		var data struct {
			DebugMessage json.RawMessage `json:"debugmessage"`
		}
		if len(detail.Data) == 0 || json.Unmarshal(detail.Data, &data) != nil {
			continue
		}
		var text string
		if json.Unmarshal(data.DebugMessage, &text) != nil {
			text = string(data.DebugMessage)
		}
		return text
	}
	return ""
}
