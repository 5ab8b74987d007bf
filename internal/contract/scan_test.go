package contract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func writePackage(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte("package a\n"+source), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

const client = `
type Client struct { Customers *Customers; Deep struct{} }
type Customers struct { Notes *Notes }
type Notes service
type service struct{ client *Client }
type hidden struct{}
`

func TestScanOps_ReadsLinesAndServices(t *testing.T) {
	scan, err := contract.ScanOps(writePackage(t, client+`
// Get gets.
//
//frontdesk:op helpcrunch customers.get
func (s *Customers) Get() {}

//frontdesk:uses helpcrunch customers.get customers.update
func (n Notes) Change() {}
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(scan.Lines) != 3 || scan.Services["Customers"] != "Customers" || scan.Services["Notes"] != "Customers.Notes" {
		t.Fatalf("%+v", scan)
	}
	line, ok := scan.Op("customers.get")
	if !ok || line.Receiver != "Customers" || line.Method != "Get" || line.Line != 11 {
		t.Errorf("%+v", line)
	}
	inv := contract.Load(contract.HelpCrunch)
	if faults := scan.Check(inv); faults != nil {
		t.Error(faults)
	}
	if missing := scan.Missing(inv); len(missing) != 30 {
		t.Errorf("%d missing", len(missing))
	}
}

func TestScanCheck_ReportsEachFault(t *testing.T) {
	for name, tc := range map[string]struct{ source, want string }{
		"twice": {"//frontdesk:op helpcrunch customers.get\nfunc (s *Customers) A() {}\n" +
			"//frontdesk:op helpcrunch customers.get\nfunc (s *Customers) B() {}", "has an op line at"},
		"unknown":     {"//frontdesk:op helpcrunch customers.dance\nfunc (s *Customers) A() {}", "unknown operation customers.dance"},
		"unknown use": {"//frontdesk:uses helpcrunch customers.dance\nfunc (s *Customers) A() {}", "unknown operation customers.dance"},
		"vendor":      {"//frontdesk:op comagic customers.get\nfunc (s *Customers) A() {}", "vendor comagic"},
		"unreachable": {"//frontdesk:op helpcrunch customers.get\nfunc (s *hidden) A() {}", "no exported field of Client"},
		"unexported":  {"//frontdesk:op helpcrunch customers.get\nfunc (s *Customers) a() {}", "is not exported"},
	} {
		t.Run(name, func(t *testing.T) {
			scan, err := contract.ScanOps(writePackage(t, client+tc.source))
			if err != nil {
				t.Fatal(err)
			}
			faults := scan.Check(contract.Load(contract.HelpCrunch))
			if len(faults) != 1 || !strings.Contains(faults[0], tc.want) {
				t.Errorf("got %q, want %q", faults, tc.want)
			}
		})
	}
}

func TestScanCheck_APageHasUsesLinesOnly(t *testing.T) {
	inv := contract.Load(contract.SalesMan)
	for line, want := range map[string]int{"op": 1, "uses": 0} {
		scan, err := contract.ScanOps(writePackage(t, client+"//frontdesk:"+line+" salesman clientbyphone.open\nfunc (s *Customers) A() {}"))
		if err != nil {
			t.Fatal(err)
		}
		if faults := scan.Check(inv); len(faults) != want {
			t.Errorf("%s: %q", line, faults)
		}
		if missing := scan.Missing(inv); len(missing) != len(inv.Operations) {
			t.Errorf("%s: %d missing of %d: a page counts as an operation", line, len(missing), len(inv.Operations))
		}
	}
}

func TestScanOps_RefusesLinesWithoutEffect(t *testing.T) {
	for name, source := range map[string]string{
		"function":  "//frontdesk:op helpcrunch customers.get\nfunc A() {}",
		"type":      "//frontdesk:op helpcrunch customers.get\ntype A struct{}",
		"inside":    "func (s *Customers) A() {\n//frontdesk:op helpcrunch customers.get\n}",
		"two words": "//frontdesk:op customers.get\nfunc (s *Customers) A() {}",
		"two ops":   "//frontdesk:op helpcrunch customers.get customers.list\nfunc (s *Customers) A() {}",
		"verb":      "//frontdesk:operation helpcrunch customers.get\nfunc (s *Customers) A() {}",
		"syntax":    "func (",
	} {
		if _, err := contract.ScanOps(writePackage(t, client+source)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
