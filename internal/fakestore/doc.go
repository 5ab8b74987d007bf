// Package fakestore keeps the state of the fake servers: small tables in
// memory.
package fakestore
