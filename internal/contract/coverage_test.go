package contract_test

import (
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// cover makes the coverage table: what the inventories have, what is implemented, and what passed when the packages
// were held against the examples and errors.
func cover(t *testing.T) []contract.Coverage {
	t.Helper()
	rows, err := contract.Cover("../..")
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range held() {
		if h.err != nil {
			t.Fatal(h.err)
		}
		rows[i].Examined, rows[i].Served = h.examples, h.errors
	}
	return rows
}

// TestCoverage prints the table with -v. Operations that are not implemented are counted and named, not hidden. Of the
// implemented ones every example and every error has to pass; what is not covered is theirs that are missing, and the
// payloads of no operation that nothing reads.
func TestCoverage(t *testing.T) {
	rows := cover(t)
	t.Log("\n" + contract.CoverageTable(rows))
	want := map[string]int{contract.HelpCrunch: 31, contract.SalesMan: 126, contract.LiveAgent: 81, contract.CoMagic: 350}
	for i, row := range rows {
		h := held()[i]
		if row.Vendor != h.name || row.Operations != want[row.Vendor] {
			t.Errorf("%s: %d operations instead of %d", row.Vendor, row.Operations, want[row.Vendor])
		}
		if row.Implemented != len(h.ops) || row.Implemented+len(row.Missing) != row.Operations {
			t.Errorf("%s: %d implemented and %d missing of %d", row.Vendor, row.Implemented, len(row.Missing), row.Operations)
		}
		if row.Typed != row.Events {
			t.Errorf("%s: %d of %d webhook events have a constant", row.Vendor, row.Typed, row.Events)
		}
		examples, errors := 0, 0
		for _, op := range h.ops {
			examples += len(op.Examples)
			errors += len(op.Errors)
		}
		for _, e := range contract.Load(row.Vendor).Examples {
			if _, checked := commonExamples[row.Vendor+"/"+e.File]; checked {
				examples++
			} else {
				t.Logf("%s: nothing reads %s", row.Vendor, e.File)
			}
		}
		if row.Examined != examples || row.Served != errors {
			t.Errorf("%s: %d of %d examples and %d of %d errors of the implemented operations pass",
				row.Vendor, row.Examined, examples, row.Served, errors)
		}
		if len(row.Missing) > 0 {
			t.Logf("%s lacks %d: %s", row.Vendor, len(row.Missing), strings.Join(row.Missing, " "))
		}
	}
}

func TestReplaceCoverage_MissingMarkersAreAnError(t *testing.T) {
	for _, document := range []string{"", contract.CoverageBegin, contract.CoverageEnd} {
		if _, err := contract.ReplaceCoverage(document, "x"); err == nil {
			t.Errorf("%q is accepted", document)
		}
	}
	got, err := contract.ReplaceCoverage("a\n"+contract.CoverageBegin+"\nold\n"+contract.CoverageEnd+"\nb", "new\n")
	if want := "a\n" + contract.CoverageBegin + "\nnew\n" + contract.CoverageEnd + "\nb"; err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}
