package contract_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// TestPages_AreNoOperationsAndEachHasAMethod: a page for browsers is not called, so it is not counted and has no op line;
// a method builds its address, and says so.
func TestPages_AreNoOperationsAndEachHasAMethod(t *testing.T) {
	pages := map[string]string{}
	for _, v := range vendors() {
		scan, err := contract.ScanOps(v.dir())
		if err != nil {
			t.Fatal(err)
		}
		inv := contract.Load(v.name)
		for _, page := range inv.Pages {
			if inv.Operation(page.ID) != page || slices.Contains(inv.Operations, page) {
				t.Errorf("%s: found %v, counted %t", page, inv.Operation(page.ID), slices.Contains(inv.Operations, page))
			}
			if line, ok := scan.Op(page.ID); ok {
				t.Errorf("%s: %s has an op line", line.Place(), page)
			}
			for _, line := range scan.Lines {
				if line.Uses && line.Operation == page.ID {
					pages[page.ID] += line.Receiver + "." + line.Method
				}
			}
		}
	}
	if len(pages) != 1 || pages["clientbyphone.open"] != "CallsService.CardURL" {
		t.Errorf("methods of the pages: %q", pages)
	}
}

// TestPages_CardURLIsBuiltAsTheInventorySays fills every parameter, then the required one only.
func TestPages_CardURLIsBuiltAsTheInventorySays(t *testing.T) {
	page := contract.Load(contract.SalesMan).Operation("clientbyphone.open")
	client, err := salesMan().client(&canned{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		params salesman.CardURLParams
		filled bool
	}{
		{salesman.CardURLParams{Phone: "+1 555 0100", Create: true, Contact: true, UID: "a b&c"}, true},
		{salesman.CardURLParams{Phone: "+1 555 0100"}, false},
	} {
		address, err := client.(*salesman.Client).Calls.CardURL(&tc.params)
		if err != nil {
			t.Fatal(err)
		}
		link, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if link.Scheme+"://"+link.Host != "https://crm.example.com" || link.Path != page.Path || link.User != nil || link.Fragment != "" {
			t.Errorf("the link is %s instead of one to %s", address, page.Path)
		}
		query := link.Query()
		for _, p := range page.Params {
			if sent := query.Has(p.Name); sent != (p.Required || tc.filled) {
				t.Errorf("every parameter: %t; %s is sent: %t", tc.filled, p.Name, sent)
			}
		}
		for _, v := range page.CheckRequest(httptest.NewRequest(http.MethodGet, address, nil), nil) {
			t.Errorf("every parameter: %t: %s", tc.filled, v)
		}
		if query.Get("phone") != tc.params.Phone || query.Get("uid") != tc.params.UID {
			t.Errorf("the link holds %q", query)
		}
	}
}
