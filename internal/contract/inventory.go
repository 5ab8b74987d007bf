package contract

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

// The vendors.
const (
	HelpCrunch = "helpcrunch"
	SalesMan   = "salesman"
	LiveAgent  = "liveagent"
	CoMagic    = "comagic"
)

// Vendors returns the four vendors, in the order in which the documentation names them.
func Vendors() []string { return []string{HelpCrunch, SalesMan, LiveAgent, CoMagic} }

//go:embed all:inventory
var files embed.FS

// An Inventory is what is known about one vendor.
type Inventory struct {
	Vendor string
	// Operations in the order of the files. LiveAgent's later operations come last.
	Operations []*Operation
	// Pages are addresses for a browser in which a user is logged in, which the inventory describes beside the
	// operations (SalesMan). They are no calls of the API: a client can only build the address, and nothing that counts
	// operations counts them. They are found by [Inventory.Operation] all the same.
	Pages []*Operation
	// Examples are the payloads that belong to no single operation: webhooks, common errors, encodings.
	Examples []Example

	facts map[string]json.RawMessage
	byID  map[string]*Operation
	err   error
}

var inventories = func() map[string]func() *Inventory {
	m := map[string]func() *Inventory{}
	for _, vendor := range Vendors() {
		m[vendor] = sync.OnceValue(func() *Inventory {
			inv, err := load(vendor)
			if err != nil {
				return &Inventory{Vendor: vendor, err: fmt.Errorf("contract: the embedded inventory of %s is broken: %w", vendor, err)}
			}
			return inv
		})
	}
	return m
}()

// Load returns the vendor's inventory, read once. That of an unknown vendor, and one whose embedded files are broken,
// which the tests of this package rule out, is empty: [Inventory.Err] says why. The result is shared: treat it as
// read-only.
func Load(vendor string) *Inventory {
	get, ok := inventories[vendor]
	if !ok {
		return &Inventory{Vendor: vendor, err: fmt.Errorf("contract: unknown vendor %q", vendor)}
	}
	return get()
}

// Err returns why the inventory is empty, or nil.
func (inv *Inventory) Err() error { return inv.err }

// Operation returns the operation or page of that id, or nil.
func (inv *Inventory) Operation(id string) *Operation { return inv.byID[id] }

// Action returns SalesMan's operation for an endpoint ("person") and an action ("add.list"), or nil.
func (inv *Inventory) Action(endpoint, action string) *Operation {
	for _, op := range inv.Operations {
		if op.raw.Endpoint == endpoint && op.Action == action {
			return op
		}
	}
	return nil
}

// Match returns the operation that an HTTP method and an escaped path address, for the vendors whose operations have
// paths of their own (HelpCrunch, LiveAgent), with the values of the path parameters. Literal path elements win over
// parameters, so /customers/batch is not the customer "batch". It returns nil if nothing matches.
func (inv *Inventory) Match(method, escapedPath string) (*Operation, map[string]string) {
	var best *Operation
	var bestVars map[string]string
	for _, op := range inv.Operations {
		if op.Method != method {
			continue
		}
		vars, ok := op.MatchPath(escapedPath)
		if ok && (best == nil || len(vars) < len(bestVars)) {
			best, bestVars = op, vars
		}
	}
	return best, bestVars
}

// Fact decodes a top-level member of the vendor's inventory file into v: "rate_limits", "models", "webhooks",
// "error_kinds". For CoMagic the name begins with the file: "data_api.types", "call_api.types", "errors.lists".
func (inv *Inventory) Fact(name string, v any) error {
	data, ok := inv.facts[name]
	if !ok {
		return fmt.Errorf("contract: %s has no fact %q (has %s)", inv.Vendor, name, strings.Join(inv.FactNames(), ", "))
	}
	return json.Unmarshal(data, v)
}

// FactNames returns the names that [Inventory.Fact] knows.
func (inv *Inventory) FactNames() []string {
	names := make([]string, 0, len(inv.facts))
	for name := range inv.facts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// File returns an embedded file of the vendor, named by its path below the vendor's folder ("names.json").
func File(vendor, name string) ([]byte, error) {
	return files.ReadFile(path.Join("inventory", vendor, name))
}

// names lists the files of a folder of the vendor.
func names(vendor, folder string) ([]string, error) {
	entries, err := files.ReadDir(path.Join("inventory", vendor, folder))
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		if !e.IsDir() {
			found = append(found, e.Name())
		}
	}
	return found, nil
}
