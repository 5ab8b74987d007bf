// Package contract holds what is known about the vendors' wire formats, and the tools with which the code is held
// against it.
//
// The facts are embedded JSON files (see inventory/README.md). [Load] unifies the four vendors' forms into one
// [Inventory] of [Operation] values: HTTP method and path or RPC method, retry class, parameters with place and type,
// reply fields, documented errors and example payloads.
//
// Three tools stand on them:
//
//   - [Operation.CheckRequest] checks an HTTP request as strictly as the inventory allows. The test kits call it for
//     every request that arrives.
//   - [Decoded.Compare] tells whether a decoded example payload has lost anything, and [CompareSent] whether a request
//     is that of an example.
//   - [ScanOps] reads the //frontdesk:op lines of a client package, which tie each method to its operation.
//
// The package drive beside it calls every method of a client and compares what was sent with the inventory.
//
// The tests of this package hold the four clients against the inventories: requests, example payloads, documented errors.
// They find operations by their op lines. Where a client departs from the inventory for a reason, an entry in
// drive_tables_test.go or excuses_test.go says so; an entry that nothing needs fails.
//
// Test kits import this package; client packages never do. It imports nothing but the standard library.
package contract
