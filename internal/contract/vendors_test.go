package contract_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// A vendor is what the tests have to know of one client package. Operations are found by their op lines: a new one is
// tested as soon as it has its line, and needs a word here or in the tables of drive_tables_test.go and
// excuses_test.go only where it departs from the inventory for a reason.
type vendor struct {
	name string
	// client makes a client over a transport. It repeats nothing.
	client    func(rt http.RoundTripper, opts ...frontdesk.Option) (any, error)
	marshal   func(any) ([]byte, error)
	unmarshal func([]byte, any) error
	// zone is the one in which the client reads the vendor's times.
	zone *time.Location
	// xml are the options with which the client asks for XML.
	xml []frontdesk.Option
	// errors writes a documented error as the vendor sends it, in each of its spellings.
	errors func(contract.OpError) []answer
}

func vendors() []*vendor {
	return []*vendor{helpCrunch(), salesMan(), liveAgent(), coMagic()}
}

func helpCrunch() *vendor {
	return &vendor{
		name: contract.HelpCrunch,
		client: func(rt http.RoundTripper, opts ...frontdesk.Option) (any, error) {
			return helpcrunch.New("test-api-key", over(rt, opts)...)
		},
		marshal: helpcrunch.Marshal, unmarshal: helpcrunch.Unmarshal, zone: time.UTC, errors: helpCrunchErrors,
	}
}

func salesMan() *vendor {
	client := func(rt http.RoundTripper, opts ...frontdesk.Option) (*salesman.Client, error) {
		return salesman.New("https://crm.example.com", "api@example.com", "test-key-000", over(rt, opts)...)
	}
	codec, err := client(&canned{})
	if err != nil {
		panic(err) // the arguments are constants
	}
	return &vendor{
		name:    contract.SalesMan,
		client:  func(rt http.RoundTripper, opts ...frontdesk.Option) (any, error) { return client(rt, opts...) },
		marshal: codec.Marshal, unmarshal: codec.Unmarshal, zone: time.UTC, errors: salesManErrors,
	}
}

func liveAgent() *vendor {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		panic(err) // the client needs it as well
	}
	return &vendor{
		name: contract.LiveAgent,
		client: func(rt http.RoundTripper, opts ...frontdesk.Option) (any, error) {
			return liveagent.New("https://acme.example.com", "test-key-000", over(rt, opts)...)
		},
		marshal: liveagent.Marshal, unmarshal: liveagent.Unmarshal, zone: zone,
		xml: []frontdesk.Option{liveagent.WithXML()}, errors: liveAgentErrors,
	}
}

func coMagic() *vendor {
	return &vendor{
		name: contract.CoMagic,
		client: func(rt http.RoundTripper, opts ...frontdesk.Option) (any, error) {
			return comagic.New(comagic.AccessToken("test-token-000"), append(over(rt, opts), comagic.WithUserID(5))...)
		},
		marshal: comagic.Marshal, unmarshal: comagic.Unmarshal, zone: time.FixedZone("UTC+3", 3*60*60), errors: coMagicErrors,
	}
}

func over(rt http.RoundTripper, opts []frontdesk.Option) []frontdesk.Option {
	return append([]frontdesk.Option{frontdesk.WithHTTPClient(&http.Client{Transport: rt}), frontdesk.NoRetry()}, opts...)
}

// dir is the package's source.
func (v *vendor) dir() string { return filepath.Join("../..", v.name) }

// target returns the vendor's target with its own tables, none of whose entries is used yet.
func (v *vendor) target() *drive.Target {
	t := driveTables()[v.name]
	t.Vendor, t.Dir, t.Marshal, t.Unmarshal = v.name, v.dir(), v.marshal, v.unmarshal
	t.New = func(rt http.RoundTripper) (any, error) { return v.client(rt) }
	return t
}

// implemented returns the op lines of the package and the operations that have one.
func (v *vendor) implemented() (*contract.Scan, []*contract.Operation, error) {
	scan, err := contract.ScanOps(v.dir())
	if err != nil {
		return nil, nil, err
	}
	var ops []*contract.Operation
	for _, op := range contract.Load(v.name).Operations {
		if _, ok := scan.Op(op.ID); ok {
			ops = append(ops, op)
		}
	}
	if len(ops) == 0 {
		return nil, nil, fmt.Errorf("%s has no op line", v.name)
	}
	return scan, ops, nil
}

// pending reports whether an operation is the inventory's, but not implemented yet: then table entries for it wait.
func (v *vendor) pending(scan *contract.Scan, operation string) bool {
	_, implemented := scan.Op(operation)
	return !implemented && contract.Load(v.name).Operation(operation) != nil
}

// TestDrive_EveryOperationSendsWhatTheInventorySays calls every implemented operation with every parameter filled and
// with the required ones only.
func TestDrive_EveryOperationSendsWhatTheInventorySays(t *testing.T) {
	for _, v := range vendors() {
		t.Run(v.name, func(t *testing.T) {
			scan, ops, err := v.implemented()
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range scan.Check(contract.Load(v.name)) {
				t.Error(fault)
			}
			target := v.target()
			for _, op := range ops {
				for _, res := range target.Run(scan, op) {
					for _, fault := range res.Faults {
						t.Errorf("%s (%s, every parameter: %t): %s", op.ID, res.Method, res.Filled, fault)
					}
				}
			}
			for _, entry := range target.Unused() {
				_, key, _ := strings.Cut(entry, ": ")
				if operation, _, _ := strings.Cut(key, " "); !v.pending(scan, operation) {
					t.Errorf("entry without purpose: %s", entry)
				}
			}
			t.Logf("%d operations called twice", len(ops))
		})
	}
}
