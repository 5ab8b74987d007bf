// Package comagic is a client for CoMagic and UIS: the Data API v2.0 (call
// tracking, reports, settings) and the Call API v4.0 (calls and their control).
//
//	cm, err := comagic.New(comagic.AccessToken(token))
//	if err != nil {
//		return err
//	}
//	defer cm.Close()
//	params := &comagic.CallsReportParams{DateFrom: from, DateTill: till, Fields: []string{"id", "start_time", "is_lost"}}
//	for call, err := range cm.Reports.AllCalls(ctx, params) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(call.ID, call.StartTime)
//	}
//
// # Credentials
//
// [AccessToken] takes a permanent or temporary API key made in the web cabinet;
// [Login] logs in with a user name and a password, once for all goroutines,
// renews the session before its hour ends and logs out on [Client.Close]. The
// account lives on one of two hosts ([HostComagic], [HostUIS]), whose credentials
// are not interchangeable; choose it with [WithHost]. Agents name the customer's
// user with [WithUserID]. The caller's address must be on the account's allow list.
//
// # Lists and reports
//
// A list method returns one page, its All method an iterator over all rows, its
// Count method their number. Fields chooses columns, Sort orders, Filter narrows:
//
//	params := &comagic.CallsReportParams{
//		Filter: comagic.And(comagic.Equal("is_lost", true), comagic.In("campaign_id", 1, 2)),
//	}
//
// A column that does not exist, may not be filtered or may not be sorted by is
// refused before sending; the error's text names the nearest, its Details all that
// may.
//
// All pages by limit and offset; the vendor serves offsets up to 100,000 and
// periods of 90 days, or of three months with a February, in most reports. All
// therefore reads a longer period in consecutive windows, so that a year of calls
// is one loop, and its rows arrive while they are read: memory does not grow with
// the page. Where the vendor sorts by id, or by the report's time, All does so
// after the caller's own Sort; its comment says by what, if by anything. Sort
// orders the rows of each window; if it begins with the report's time in
// descending order, the windows are read backwards. A window with more rows than
// offsets reach (110,000) is cut at the time of the last row that they do reach,
// and the rest is read as a window of its own. That takes rows in the order of
// the report's time, which is the default where the report may be sorted by it;
// other lists end with [frontdesk.ErrPagingLimit]: narrow them by filters, or
// read shorter periods.
//
// A page's Next and an error's Next go into the params' Resume. They belong to
// the query: with another Filter, Sort or other parameters they are refused, and
// so they are with another DateFrom, whose rows would never be read or come
// twice. Fields and Limit may change, and DateTill may be later: the list then
// goes on to the new end. For rows from the newest on DateFrom and DateTill
// change places. An error of an iterator or a Count that comes before anything
// was read keeps the Resume that it was given.
//
// # Writes
//
// An Update changes what is given: leave an optional parameter out to keep it, set
// it with [frontdesk.Some], clear it with [frontdesk.Null]; a list replaces the old
// one whole. Creates and uploads are never repeated once they may have arrived; the
// comment of each says where to look before trying again.
//
// # The Call API
//
// [CallsService] starts calls and controls those in progress. It lives on a host of
// its own, with limits and, for a client made by [Login], a session of its own.
//
// # Limits
//
// The vendor counts points a minute and a day, by account; the client learns its
// limits from the replies, waits when a minute is used up, and fails with
// [frontdesk.ErrQuotaExhausted] when a day is. [Client.Limits] shows them.
//
// # Times
//
// The vendor writes times without a zone. They are read and written in UTC+3
// unless [frontdesk.WithLocation] says otherwise; Account.List tells the account's
// zone.
//
// # Errors
//
// The vendor tells errors apart by a mnemonic, which is [frontdesk.Error.Code];
// the constants are in this package. Its data (field, params, extended_helper,
// metadata) is in Details.
//
// A refusal means that nothing was done, but where an attempt of the same call was
// lost before it, and where one of the things in an upload is refused (but for deals
// and leads, which are stored all or not at all): [frontdesk.Error.MayHaveHappened]
// then says so. A reply that says that it is no success, and not why, is
// [frontdesk.ErrValidation]; one without a result, or with a row of nothing, is
// [frontdesk.ErrDecode].
//
// # Notices and tests
//
// [ParseCallUpload] reads what the vendor posts about uploaded calls. Package
// comagictest is a fake of both APIs for tests.
//
// Types and methods are generated from the vendor's documentation; files that
// end in _gen.go are not edited.
package comagic

//go:generate go run ../internal/gen -out .
