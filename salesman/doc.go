// Package salesman is a client for SalesMan CRM's RestAPI v2.
//
//	sm, err := salesman.New("https://crm.example.com", "api@example.com", apiKey)
//	if err != nil {
//		return err
//	}
//	defer sm.Close()
//	for contact, err := range sm.Contacts.All(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(contact.ID, contact.Name)
//	}
//
// The client acts in the name of the user with that login: lists show what belongs
// to the user and to subordinates.
//
// # What the server is like
//
// The CRM answers HTTP status 200 to everything: successes, errors, and crash
// pages of PHP, sometimes after the write has been done. It also reports
// successes that are none (an id of 0, a record of nulls). This package reads
// every reply before it believes it: what is no success is a [frontdesk.Error],
// whose Kind comes from the operation and the code together, since one code
// means different things in different operations.
//
// A write that ended in a crash page has [frontdesk.SentUnknown]: look the
// record up before you send it again. [ContactsService.Update] does that by
// itself. Where a method looks something up before it writes, an error of the look-up
// has the Operation of that, and [frontdesk.Error.MayHaveHappened] is false, whatever
// its Sent says of the look-up.
//
// An update that changed nothing is no error; the result says Changed: false. It says
// true if an attempt of the same call was lost before, which may have made the change.
//
// # Traps
//
// Where the plain operation destroys data, the plain name does the safe thing, and the
// plain operation has another name. Update of Contacts, Deals, Tasks, Acts, Documents,
// Budget, Currencies and Price reads the record, merges and writes it whole, because
// the server clears what is not sent; Replace is that full write alone. The others:
//
//   - [ContactsService.Create] uses the call that does not crash on PHP 8,
//     [ContactsService.Add] is the one that does.
//   - [DealsService.Get] joins two calls, since the one for a single deal,
//     [DealsService.Info], answers null for filled fields.
//   - What gives a record to a user ([DealsService.ChangeUser], and every Create,
//     CreateBatch, Update and SetStatus with an Owner, OwnerID, User or Chief) looks
//     the user up first: the server reports success for an unknown one, and puts the
//     record out of everyone's reach. Without such a parameter, or with the client's
//     own login, nothing is asked. ChangeUserUnchecked, CreateUnchecked and the like
//     are the plain calls. Reminders need no look: the server refuses those itself.
//   - [DealsService.Create], Update, ChangeStep and Close, and the methods that set the
//     status of acts and documents, look up what the account is set up with (stages,
//     lines of business, types, statuses): the server takes any other for none, for a
//     default, or as it is.
//   - [DealsService.Update] refuses what the server would reset and the account does
//     not show: a payer, a customer, a margin.
//   - [ContactsService.Delete] makes sure that there is such a contact, and
//     [InvoicesService.Pay] that the invoice is not paid.
//   - [BudgetService.RevertTransfer] makes sure that the record is a transfer:
//     [BudgetService.RevertTransferUnchecked] deletes any other expense.
//     [BudgetService.Revert] makes sure that it is none, and [BudgetService.Transfer]
//     that there are both accounts: otherwise the balances would be wrong.
//   - [ClientsService.SetUID] says so when a client has a uid already: the server
//     stores one only while there is none.
//
// What an account hides of clients, contacts and deals, such as a territory, the server
// drops without a word, and stores the rest. [WithFieldCheck] refuses such a write, for
// one more read in a client's life.
//
// One trap is left to the caller: [ClientsService.GetByUID] and [DealsService.GetByUID]
// find what the client's user sees. For a record whose owner is no subordinate they
// say [frontdesk.ErrNotFound], as for one that does not exist, and whoever creates it
// then has it twice. A synchronisation needs a user who sees all records.
//
// Between the read and the write of an Update another user may change the same
// record; the server has no versions with which to notice.
//
// # Texts
//
// The server stores texts as it likes. By its code it drops tags and turns quotes and
// brackets of clients, contacts and deals into others; from titles, reminders, activities
// and leads it drops quotes and backslashes. Characters of four bytes, such as emoji,
// become four question marks. What is longer than its place is cut without a word: after
// 250 characters in names, titles, lists of numbers and mail addresses of clients and
// contacts, after 255 in the account's own fields and in leads, after 100 in the type of
// a reminder, and after 50 in that of an activity. An id in another system of a client or
// a user that would not come back as it is sent, so that nobody would find the record by
// it, is refused.
//
// # Times
//
// The server writes times in the account's time zone and does not say which
// one that is. They are read as UTC unless [frontdesk.WithLocation] names it.
//
// It hands out what its database holds. A time that no calendar or clock has, such as
// 2026-02-30 10:00:00 or one of 2026-11-00, is no time: null in an Opt, as
// 0000-00-00 is. What stands there is in the Body of [frontdesk.Response], and in a
// field of type string where [Client.Do] reads into a struct of yours. A [Date] keeps
// such a day as it is.
//
// # Limits
//
// There is no rate limit. At most two writes are under way at a time, because
// each one makes the server call itself.
//
// # Webhooks
//
// [WebhookHandler] makes a handler of events, [ParseWebhook] reads one in a handler
// of your own. The CRM signs nothing: a [WebhookSecret] in the address is the proof.
//
// Package salesmantest is a fake CRM for tests.
package salesman
