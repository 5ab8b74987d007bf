// Package comagictest is a fake of CoMagic's Data API and Call API for tests and
// programs: it keeps rows, answers all get methods over them with the vendor's
// filters, sort, fields and paging, creates, changes and deletes them, takes uploads,
// carries calls through their states, opens sessions, counts points and reports the
// vendor's errors.
//
//	srv := comagictest.NewServer(t)
//	comagictest.Add(srv, comagic.Employee{ID: 31, FullName: "Doe Jane"})
//	client := srv.Client()
//
// [Add] puts rows of any get method, or the answer of any getobj method, by their
// type; [Server.Put] and [Server.PutObject] name the method instead.
//
// # State
//
// What is created is listed, and what is changed or deleted must exist. Virtual
// numbers are enabled out of get.available_virtual_numbers; a SIP line belongs to an
// employee and to a virtual number that exist; members of groups are shown on both
// sides; uploads and tags are shown by the reports; exports become ready in
// [ExportTime]. Names that come from other lists (organization_name, group_name) are
// those of now. The vendor's own dictionaries (report types, metrics, filters) hold
// the rows of its examples. Of 350 methods 348 answer from such state;
// getobj.columns_tree and getobj.dimensions_tree start from the vendor's examples.
//
// From the start there are: the account (AppID 1, Europe/Moscow); three numbers for
// campaigns in get.campaign_available_phone_numbers (ids 101 to 103: 74955550101,
// 74955550102, 78125550103); three that can be enabled in get.available_virtual_numbers
// (74955550171, 74955550172, 78125550173, with the number capacities 171 to 173); the
// vendor's example of get.person_visitors, whose person is [PersonID]; the calendar of
// report settings; and the dictionaries. Everything else is empty. [Server.Clear]
// empties a get method's list.
//
// # Calls
//
// A call that is started over the Call API is in Calls.List until it is released, and
// in the report on calls from then on. [WithRinging] lets calls ring,
// [Server.PickUp] and [Server.HangUp] are what the other side does.
//
// # Dates
//
// No row of the start has a time, and what calls make is of now. A bubble of
// testing/synctest begins on 1 January 2000, at 3 o'clock of the server's zone: a row
// that a test puts with a time of 2026 is in the future there, and a report on the
// days until time.Now lacks it, as one on a day of 2026 lacks the calls that were made
// in the bubble. Let times count from time.Now, or let the bubble begin later:
//
//	time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))) // takes no time
//
// [WithClock] sets what the server alone takes for now, as for a program.
//
// # Rights and limits
//
// [Server.AddCredential] lets further users in, each with methods that are forbidden
// to them; [Server.Deny] and [Server.DisableComponent] take methods from all. Points
// of a minute and a day are counted down in the metadata of each API.
//
// [Server] embeds frontdesktest's server: faults, the request log and the transport
// in memory are there. [Error] makes a fault of each documented error.
package comagictest
