package contract

import (
	"encoding/json"
	"slices"
	"testing"
)

// Page has the form of the root package's page.
type Page[T any] struct {
	Items []T
	Total any
}

// undescribed are the leaves of the vendors' example replies that the inventory does not describe: what a client can
// keep in Extra only.
var undescribed = map[string][]string{
	"budget.fields.200.json": { // documented under data, sent under fields
		"data.cat", "data.conid", "data.datum", "data.des", "data.did", "data.do", "data.fid", "data.id", "data.iduser",
		"data.mon", "data.partid", "data.rs", "data.rs2", "data.summa", "data.title", "data.year",
	},
	"deal.invoice_do.200.json": {"data.id", "data.invoice"},
	"entry.info.200.json": {
		"data.products[0].ide", "data.products[0].identity", "data.products[0].idp", "data.products[1].ide", "data.products[1].idp",
	},
}

// foreign are leaves beside the payload that the inventory does not describe.
var foreign = map[string][]string{
	"budget.info.200.json": {"data"}, // the documentation's answer has both budget and data
}

func TestCompare_PayloadAgainstItselfLosesNothing(t *testing.T) {
	replies, leaves := 0, 0
	for _, vendor := range Vendors() {
		for _, op := range Load(vendor).Operations {
			for _, e := range op.Successes() {
				c := compareWithItself(t, op, e)
				replies, leaves = replies+1, leaves+c.Leaves
				for _, fault := range c.Faults() {
					t.Errorf("%s: %s", e.File, fault)
				}
				if !slices.Equal(c.Undescribed, undescribed[e.File]) {
					t.Errorf("%s: undescribed leaves %q instead of %q", e.File, c.Undescribed, undescribed[e.File])
				}
				var paths []string
				for _, l := range c.Foreign {
					paths = append(paths, l.Path)
				}
				if !slices.Equal(paths, foreign[e.File]) {
					t.Errorf("%s: foreign leaves %q instead of %q", e.File, paths, foreign[e.File])
				}
			}
		}
	}
	if replies < 300 || leaves < 4500 {
		t.Errorf("only %d replies with %d leaves", replies, leaves)
	}
	t.Logf("%d replies, %d leaves", replies, leaves)
}

// compareWithItself decodes into the bare tree. Members beside a list become a page with its total; those of the
// operations with other siblings are left to the clients.
func compareWithItself(t *testing.T, op *Operation, e Example) *Comparison {
	t.Helper()
	d := Decoded{Operation: op, Payload: e.Data(), Marshal: json.Marshal}
	root, err := d.parse()
	if err != nil {
		t.Fatalf("%s: %v", e.File, err)
	}
	payload, at := locate(op, root)
	d.Value = payload
	if list, ok := payload.([]any); ok && op.Pagination != nil {
		d.Value = &Page[any]{Items: list, Total: totalOf(op, root)}
	}
	if at != "" && d.Value == nil || len(op.Response.Siblings) > 0 && op.Pagination == nil {
		d.Value, d.At = root, at
	}
	c, err := d.Compare()
	if err != nil {
		t.Fatalf("%s: %v", e.File, err)
	}
	return c
}

func totalOf(op *Operation, root any) any {
	for _, place := range append([]string{op.Pagination.TotalAt}, op.raw.Pagination.TotalAtAlternatives...) {
		if total, err := descend(root, place); err == nil && total != nil {
			return total
		}
	}
	return nil
}
