// Package helpcrunch is a client for the HelpCrunch REST API v1: customers of a
// support chat, their tags, chats, messages and the team.
//
//	hc, err := helpcrunch.New(apiKey)
//	if err != nil {
//		return err
//	}
//	defer hc.Close()
//	customer, err := hc.Customers.Get(ctx, 8737843)
//
// # Two generations of documentation
//
// HelpCrunch documents its API twice: older pages show integer timestamps and
// one specific error code, newer ones decimal strings and error lists that begin
// with invalid_request. Both are read into the same types, so no caller has to
// know which one the server speaks.
//
// # Absent, null and set
//
// Fields that can be null are [frontdesk.Opt]; in records that cannot be written
// back, such as [Chat] and [Message], a text that is null is empty instead. In updates
// an absent field stays as it is and null clears it:
//
//	hc.Customers.Update(ctx, id, &helpcrunch.CustomerUpdateParams{
//		Company: frontdesk.Some("Example Inc."),
//		Notes:   frontdesk.Null[string](),
//	})
//
// # Searching
//
// A search is written as the question it asks; each field offers the operators
// that the vendor has for its type:
//
//	params := &helpcrunch.CustomerSearchParams{Filter: helpcrunch.And(
//		helpcrunch.CustomerFieldEmail.Contains("example.com"),
//		helpcrunch.CustomerFieldTags.Include("Lead"),
//		helpcrunch.CustomerFieldLastSeen.After(time.Now().AddDate(0, 0, -7)),
//	)}
//	found, err := frontdesk.Collect(hc.Customers.SearchAll(ctx, params))
//
// The vendor documents which fields can be searched for; custom attributes are not
// among them. Search by something else, such as a tag, and compare CustomData of
// what is found.
//
// # Webhooks
//
// [WebhookHandler] makes a handler that checks the signature of HelpCrunch's
// webhooks and reads them into typed events; [ParseWebhook] does the same for a
// handler of your own.
//
// # Errors and limits
//
// Errors are [*frontdesk.Error]; their Code is one of the Code constants here, or
// the path of an attribute for validation errors. An account has 120 requests a
// minute by default, which the client keeps to by itself.
//
// Writes that are unsafe to repeat (Create) are not repeated once they may have
// arrived. [frontdesk.Error.MayHaveHappened] tells the errors that leave the outcome
// unknown; the doc comment of each method says how to find out.
//
// Package helpcrunchtest is a fake HelpCrunch for tests: it keeps what is created,
// and sends signed webhooks of what changes.
package helpcrunch
