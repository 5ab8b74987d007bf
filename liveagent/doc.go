// Package liveagent is a client for the LiveAgent REST API v1 (tickets, chats
// and calls of one help desk; ladesk.com or a server of your own).
//
//	la, err := liveagent.New("https://acme.ladesk.com", apiKey)
//	if err != nil {
//		return err
//	}
//	defer la.Close()
//	ticket, err := la.Conversations.Create(ctx, &liveagent.ConversationCreateParams{
//		UserIdentifier: "agent@example.com",
//		Recipient:      "customer@example.com",
//		Department:     "default",
//		Subject:        "Your order",
//		Message:        "It is on its way.",
//	})
//
// # Formats
//
// Replies are JSON unless [WithXML] asks for XML; both give the same Go values.
// Requests are query strings and forms. Null and the empty text mean the same
// to LiveAgent: both are the zero value of a text and a null [frontdesk.Opt].
//
// # Times
//
// LiveAgent writes times without a zone, in the account's: America/Los_Angeles
// unless the account set another, which [frontdesk.WithLocation] names. Times
// are read into that zone and written in it. In the hour that a clock shows twice
// when summer time ends, nothing tells which of the two instants is meant.
//
// # Identifiers
//
// A conversation is named by its id, its code or its public URL code, an agent
// by user id or e-mail address, a customer by contact id or e-mail address. Some
// servers cut an e-mail address in a path short, and some refuse a code where a
// message is added, so ids are the safest.
//
// # Errors
//
// LiveAgent has no symbolic codes: [frontdesk.Error.Code] is the number that the
// reply carries, and [frontdesk.Error.Kind] is found from status and text. Old
// servers answer 500, newer ones 400, to a caller's mistake as well as to faults
// of their own; what is recognised as a mistake is never sent again. A failure inside
// HTTP 200 counts like one with the status that its text or number says, and a reply
// without the record that belongs there is [frontdesk.ErrDecode]. [DebugMessage]
// returns the second text of a reply. Where the text tells,
// [frontdesk.Error.Field] is the parameter that is missing, or under
// [frontdesk.ErrNotFound] the thing that does not exist: "agent", "conversation",
// "customer", "department", "tag" and so on. Every method can fail with
// [frontdesk.ErrAuth], [frontdesk.ErrForbidden], [frontdesk.ErrRateLimited],
// [frontdesk.ErrServer] and [frontdesk.ErrUnavailable]; what else a method should
// expect is in its comment.
//
// # Limits
//
// LiveAgent admits 180 requests a minute and key, and the client sends no more.
// Where other programs use the same key, a request can be refused nevertheless.
// LiveAgent names no time to wait then, so that the whole client waits until its
// oldest request is a minute old: one whole window, if there was none before the
// refused one. A deadline or [frontdesk.WithTimeout] that comes earlier ends the
// call at once with [frontdesk.ErrRateLimited].
//
// # Secrets
//
// The API key is in no text that this module writes. Neither are the AuthToken of agents
// and customers, which logs them in, and the Password of [CustomerRegisterParams]:
// the bodies that [frontdesk.WithResponse], [frontdesk.Error.Body] and
// [frontdesk.WithDump] give have REDACTED in their place.
//
// # Writes whose outcome is unknown
//
// A write that met a fault is repeated only if that changes nothing more. The
// others end with [frontdesk.Error.MayHaveHappened]: the comment of each method
// says how to find out. A call with a note is never repeated once it may have
// arrived, whatever the class of its operation. The same holds for a 503
// ([CodeUpdating]) without Retry-After.
//
// Package liveagenttest is a fake LiveAgent for tests.
package liveagent
