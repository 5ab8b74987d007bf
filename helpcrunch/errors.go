package helpcrunch

import "github.com/frontdesk-go/frontdesk"

// The codes of HelpCrunch's errors, for comparing with [frontdesk.Error.Code].
// A validation error has none of them: its code is the path of the attribute at
// fault, such as customer or filter[0].field, which is in Field as well.
const (
	// CodeInvalidRequest stands first in the error lists of newer servers,
	// whatever went wrong, and is then passed over. Alone, with a text of its own,
	// it is the whole error.
	CodeInvalidRequest frontdesk.Code = "invalid_request"
	// CodeInvalidChatValue: a bad status, assignee, department or chat id.
	CodeInvalidChatValue frontdesk.Code = "invalid_chat_value"
	// CodeInvalidUserIDValue: the userId belongs to another customer already.
	CodeInvalidUserIDValue frontdesk.Code = "invalid_userId_value"
	// CodeInvalidToken: the API key is missing or wrong (older servers).
	CodeInvalidToken frontdesk.Code = "invalid_token"
	// CodeUnauthorized: the API key is missing or wrong (newer servers).
	CodeUnauthorized frontdesk.Code = "unauthorized"
	// CodeEntityNotFound: no such customer, agent or department.
	CodeEntityNotFound frontdesk.Code = "entity_not_found"
	// CodeChatNotFound: no such chat.
	CodeChatNotFound frontdesk.Code = "chat_not_found"
	// CodeNotFound: no such record (newer servers; the text may name another kind
	// of record than the one asked for).
	CodeNotFound frontdesk.Code = "not_found"
	// CodeNotFount is [CodeNotFound] as the server misspells it for read flags.
	CodeNotFount frontdesk.Code = "not_fount"
	// CodeTooManyRequests: the quota of the minute is used up.
	CodeTooManyRequests frontdesk.Code = "too_many_requests"
)

// kinds says what each code means in the words common to all vendors.
var kinds = map[frontdesk.Code]frontdesk.Kind{
	CodeInvalidChatValue:   frontdesk.KindValidation,
	CodeInvalidUserIDValue: frontdesk.KindConflict,
	CodeInvalidToken:       frontdesk.KindAuth,
	CodeUnauthorized:       frontdesk.KindAuth,
	CodeEntityNotFound:     frontdesk.KindNotFound,
	CodeChatNotFound:       frontdesk.KindNotFound,
	CodeNotFound:           frontdesk.KindNotFound,
	CodeNotFount:           frontdesk.KindNotFound,
	CodeTooManyRequests:    frontdesk.KindRateLimited,
}

// preconditions are the operations whose lone invalid_request says that the
// record's state does not allow the change.
var preconditions = map[string]bool{"chats.rate": true}
