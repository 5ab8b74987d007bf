package contract_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
	"github.com/frontdesk-go/frontdesk/internal/contract/testdata/fakevendor"
)

func fakeTarget(faulty bool) *drive.Target {
	return &drive.Target{
		Vendor: contract.HelpCrunch,
		Dir:    "testdata/fakevendor",
		New:    func(rt http.RoundTripper) (any, error) { return fakevendor.New(rt, faulty), nil },
	}
}

func driveFake(t *testing.T, target *drive.Target) map[string][]string {
	t.Helper()
	scan, err := contract.ScanOps(target.Dir)
	if err != nil {
		t.Fatal(err)
	}
	inv := contract.Load(target.Vendor)
	if faults := scan.Check(inv); faults != nil {
		t.Fatal(faults)
	}
	faults := map[string][]string{}
	for _, op := range inv.Operations {
		if _, ok := scan.Op(op.ID); !ok {
			continue
		}
		for _, res := range target.Run(scan, op) {
			mode := "required"
			if res.Filled {
				mode = "all"
			}
			faults[op.ID+" "+mode] = res.Faults
		}
	}
	return faults
}

func TestDrive_CorrectClientHasNoFaults(t *testing.T) {
	faults := driveFake(t, fakeTarget(false))
	if len(faults) != 8 {
		t.Errorf("%d calls instead of 8", len(faults))
	}
	for call, list := range faults {
		for _, fault := range list {
			t.Errorf("%s: %s", call, fault)
		}
	}
}

func TestDrive_EachFaultIsFound(t *testing.T) {
	faults := driveFake(t, fakeTarget(true))
	for call, want := range map[string][]string{
		"customers.list all":       {"unknown: page", "never sent: offset"},
		"customers.list required":  {"unknown: page"},
		"customers.get all":        {"method: POST instead of GET"},
		"customers.tag all":        {`type: tags[0].name: integer "5" instead of string`, "never sent: tags.color"},
		"chats.mark_read all":      {"nothing was sent: refused"},
		"chats.mark_read required": {"nothing was sent: refused"},
	} {
		got := faults[call]
		if len(got) != len(want) {
			t.Errorf("%s: got %q, want %q", call, got, want)
			continue
		}
		for i := range want {
			if !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("%s: got %q, want %q", call, got[i], want[i])
			}
		}
	}
}

func TestDrive_TablesExcuseFaultsAndAreUsedUp(t *testing.T) {
	target := fakeTarget(true)
	target.Unsent = map[string]string{
		"customers.list offset": "the fake forgets it", "* tags.color": "the fake forgets it", "customers.get nothing": "leftover",
	}
	target.Values = map[string]any{"customers.get #1": 99}
	faults := driveFake(t, target)
	if got := faults["customers.list all"]; len(got) != 1 || !strings.HasPrefix(got[0], "unknown: page") {
		t.Errorf("customers.list: %q", got)
	}
	if got := faults["customers.tag all"]; len(got) != 1 {
		t.Errorf("customers.tag: %q", got)
	}
	if got := target.Unused(); len(got) != 1 || got[0] != "Unsent: customers.get nothing" {
		t.Errorf("unused: %q", got)
	}
}
