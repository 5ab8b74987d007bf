// Package comagictest is a fake of CoMagic's Data API and Call API for tests and
// programs: it keeps rows, answers all get methods over them with the vendor's
// filters, sort, fields and paging, creates, changes and deletes them, takes uploads,
// carries calls through their states, opens sessions, counts points and reports the
// vendor's errors.
//
//	srv := comagictest.NewServer(t)
//	srv.Put("get.calls_report", calls...)
//	client := srv.Client()
//
// What is created is listed, and what is changed or deleted must exist. Virtual
// numbers are enabled out of get.available_virtual_numbers; a SIP line belongs to an
// employee and to a virtual number that exist; tags that are set on a call are shown
// by the reports. A call that is started over the Call API is in Calls.List until it
// is released, and in the report on calls from then on.
//
// [Server] embeds frontdesktest's server: faults, the request log and the transport
// in memory are there.
package comagictest
