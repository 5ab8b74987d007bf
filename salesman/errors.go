package salesman

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
)

// The server's error codes. One code means different things in different
// operations; the Kind of an error tells them apart. See [KnownErrors].
const (
	// CodeUnchanged: the data are those already stored. It is no failure: results
	// say Changed: false.
	CodeUnchanged frontdesk.Code = "302"
	// CodeDuplicateClient: a client with this title, phone and mail exists.
	CodeDuplicateClient frontdesk.Code = "304"
	// CodeBadKey: wrong API key, by the documentation; servers answer
	// [CodeUnauthorized].
	CodeBadKey frontdesk.Code = "400"
	// CodeUnauthorized: unknown login or wrong key; in lead.add also a lead that
	// could not be stored.
	CodeUnauthorized frontdesk.Code = "401"
	// CodeUnknownAction: the action does not exist; in a few operations a title
	// or id is missing.
	CodeUnknownAction frontdesk.Code = "402"
	// CodeNotVisible: the record does not exist or does not belong to the user;
	// in statistic an unknown period.
	CodeNotVisible frontdesk.Code = "403"
	// CodeNotFound: no such record, or a list without rows.
	CodeNotFound frontdesk.Code = "404"
	// CodeMissing: a required parameter is missing.
	CodeMissing frontdesk.Code = "405"
	// CodeRefused: the state of the record does not allow it, or something is
	// missing, by operation.
	CodeRefused frontdesk.Code = "406"
	// CodeNotPossible: customer unknown, deal closed, invoices exist, or no
	// recipients, by operation.
	CodeNotPossible frontdesk.Code = "407"
	// CodeDependents: other records depend on this one.
	CodeDependents frontdesk.Code = "408"
	// CodeInnerRefusal: an inner layer of the server refused it.
	CodeInnerRefusal frontdesk.Code = "409"
	// CodeException: the server's code failed; the message is the exception's.
	CodeException frontdesk.Code = "500"
)

// existingField is the Field of the detail that names a client which is there
// already: the server's own parameter for its id.
const existingField = "clid"

// ExistingID returns the id of the client that is there already, and true, for
// an error with [CodeDuplicateClient]. Older servers do not tell it. It is also
// in the error's Details, as the Message of the one with Field clid.
func ExistingID(err error) (id int64, ok bool) {
	e, isError := errors.AsType[*frontdesk.Error](err)
	if !isError || e.Vendor != vendor || e.Code != CodeDuplicateClient {
		return 0, false
	}
	for _, detail := range e.Details {
		if detail.Field == existingField {
			id, err := strconv.ParseInt(detail.Message, 10, 64)
			return id, err == nil
		}
	}
	return 0, false
}

// Source says how an error of the server is known.
//
// The constants: [SourceDocs] "doc", [SourceServer] "server", [SourceBoth] "both".
type Source string

// The sources of knowledge about errors.
const (
	// SourceDocs: only the vendor's documentation has it.
	SourceDocs Source = "doc"
	// SourceServer: the server sends it, the documentation does not have it.
	SourceServer Source = "server"
	// SourceBoth: documented and sent.
	SourceBoth Source = "both"
)

// KnownError is one error that an operation is known to answer.
type KnownError struct {
	// Code is empty where the server tells the error by a text alone.
	Code frontdesk.Code
	// Kind is what the client makes of it; empty for [CodeUnchanged].
	Kind frontdesk.Kind
	// TextPrefix is how the text begins where the operation gives one code two
	// meanings; empty for the other meaning.
	TextPrefix string
	// Source says how it is known.
	Source Source
}

// KnownErrors returns the errors of an operation, such as "person.delete", in
// the order of their codes; nil for an operation that this package does not know.
func KnownErrors(operation string) []KnownError {
	if _, ok := factByID(operation); !ok {
		return nil
	}
	var known []KnownError
	for _, row := range errorTable {
		if row.operations == nil || slices.Contains(row.operations, operation) {
			known = append(known, KnownError{row.code, row.kind, row.prefix, row.source})
		}
	}
	slices.SortStableFunc(known, func(a, b KnownError) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return known
}

// kindOf returns the kind of a code in an operation. A row whose prefix fits
// the text wins, then the operation's row, then that of all operations.
func kindOf(operation string, code frontdesk.Code, text string) frontdesk.Kind {
	kind, best := otherKind(operation, code), 0
	for i := range errorTable {
		row := &errorTable[i]
		if row.code != code {
			continue
		}
		rank := 1
		if row.operations != nil {
			if !slices.Contains(row.operations, operation) {
				continue
			}
			rank = 2
		}
		if row.prefix != "" {
			if !strings.HasPrefix(text, row.prefix) {
				continue
			}
			rank = 3
		}
		if rank > best {
			kind, best = row.kind, rank
		}
	}
	return kind
}

// otherKind is what a code means in an operation that is not known to send it.
func otherKind(operation string, code frontdesk.Code) frontdesk.Kind {
	switch code {
	case CodeNotFound:
		if operation == "" {
			return frontdesk.KindUnsupported
		}
		return frontdesk.KindNotFound
	case CodeNotVisible:
		return frontdesk.KindNotFound
	case CodeMissing:
		return frontdesk.KindInvalid
	case CodeDuplicateClient, CodeRefused, CodeDependents:
		return frontdesk.KindConflict
	case CodeException:
		return frontdesk.KindServer
	default:
		return frontdesk.KindValidation
	}
}
