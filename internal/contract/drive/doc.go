// Package drive calls the methods of a vendor's client by reflection and compares what they send with the inventory.
//
// A [Target] names a client package: where its source is (for the //frontdesk:op lines) and how to make a client over a
// given transport. [Target.Run] calls the method of one operation twice, with every parameter filled and with the
// required ones only, and returns the differences between the captured request and the inventory, both ways.
// [Target.Call] calls it once with a client of the caller's own, for tests of what the method makes of a reply, or with
// the parameters of an example request.
//
// It is for tests. It needs no vendor package and no type of the root package: it goes by the module's conventions
// (service fields on Client, `url` and `json` tags on params, optional values with Get, IsNull and UnmarshalJSON).
package drive
