package contract_test

import (
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// TestCoverage prints the table with -v. Operations that are not implemented are counted and named, not hidden.
func TestCoverage(t *testing.T) {
	rows, err := contract.Cover("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + contract.CoverageTable(rows))
	want := map[string]int{contract.HelpCrunch: 31, contract.SalesMan: 127, contract.LiveAgent: 81, contract.CoMagic: 350}
	for _, row := range rows {
		if row.Operations != want[row.Vendor] {
			t.Errorf("%s: %d operations instead of %d", row.Vendor, row.Operations, want[row.Vendor])
		}
		if row.Implemented+len(row.Missing) != row.Operations {
			t.Errorf("%s: %d implemented and %d missing of %d", row.Vendor, row.Implemented, len(row.Missing), row.Operations)
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
