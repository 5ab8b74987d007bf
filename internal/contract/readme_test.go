package contract_test

import (
	"flag"
	"os"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

var update = flag.Bool("update", false, "write the coverage table into README.md")

// TestReadme_CoverageTableIsCurrent fails as well if README.md or its markers are missing.
func TestReadme_CoverageTableIsCurrent(t *testing.T) {
	const file = "../../README.md"
	rows := cover(t)
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := contract.ReplaceCoverage(string(have), contract.CoverageTable(rows))
	if err != nil {
		t.Fatal(err)
	}
	if string(have) == want {
		return
	}
	if !*update {
		t.Fatalf("the table in README.md is not current; run go test ./internal/contract -run Readme -update\n%s",
			contract.CoverageTable(rows))
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
