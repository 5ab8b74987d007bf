package contract_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// unsentAsForm are the parameters that do not go into a form, each with the reason: the methods refuse them.
var unsentAsForm = map[string]string{
	"deal.invoice_add date.plan": "PHP renames it", "deal.invoice_add date.do": "PHP renames it",
	"deal.invoice_express date.plan": "PHP renames it", "deal.invoice_express date.do": "PHP renames it",
}

// TestDrive_SalesManSendsFormsAsTheInventorySays calls every operation with every parameter filled and with the required
// ones only, as a form. The kit reads each form as PHP would: it finds the operation, the credentials and the parameters.
func TestDrive_SalesManSendsFormsAsTheInventorySays(t *testing.T) {
	v := salesMan()
	scan, ops, err := v.implemented()
	if err != nil {
		t.Fatal(err)
	}
	target := v.target()
	target.New = func(rt http.RoundTripper) (any, error) { return v.client(rt, salesman.WithForm()) }
	target.Unsent = merged(target.Unsent, unsentAsForm)
	for key := range unsentAsForm {
		target.Values[key] = salesman.Date{}
	}
	srv := salesmantest.NewServer(t, salesmantest.WithAPIKey("test-key-000"))
	sent := 0
	for _, op := range ops {
		for _, res := range target.Run(scan, op) {
			for _, fault := range res.Faults {
				t.Errorf("%s (%s, every parameter: %t): %s", op.ID, res.Method, res.Filled, fault)
			}
			if res.Request == nil {
				continue
			}
			sent++
			if got := res.Request.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
				t.Errorf("%s (%s): the content type is %q", op.ID, res.Method, got)
			}
			if reply := formReply(t, srv, res.Request, res.Body); strings.Contains(reply, `"code":401`) || strings.Contains(reply, `"code":402`) && !refusesWith402(op) {
				t.Errorf("%s (%s, every parameter: %t): the kit answers %s", op.ID, res.Method, res.Filled, reply)
			}
		}
	}
	for _, entry := range target.Unused() {
		t.Errorf("entry without purpose: %s", entry)
	}
	if want := 2 * len(ops); sent != want {
		t.Errorf("%d forms instead of %d", sent, want)
	}
}

// refusesWith402 reports whether the code means something besides an unknown action.
func refusesWith402(op *contract.Operation) bool {
	return op.ID == "client.add" || op.ID == "deal.add" || op.ID == "deal.update"
}

// formReply sends a captured request to the kit, whose strictness fails the test.
func formReply(t *testing.T, srv *salesmantest.Server, captured *http.Request, body []byte) string {
	t.Helper()
	req := captured.Clone(t.Context())
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := srv.HTTPClient().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(reply)
}
