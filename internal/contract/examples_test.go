package contract_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// TestCheckRequest_ExampleRequestsAreAccepted sends every example request of the inventories through the strict check.
func TestCheckRequest_ExampleRequestsAreAccepted(t *testing.T) {
	checked := 0
	for _, vendor := range contract.Vendors() {
		for _, op := range contract.Load(vendor).Operations {
			for _, e := range op.Requests() {
				checked++
				name := vendor + "/" + e.File
				r, body, err := exampleRequest(op, e.Data())
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				var got []string
				for _, v := range op.CheckRequest(r, body) {
					got = append(got, v.String())
				}
				want := exampleFaults[name]
				if strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Errorf("%s\n got %q\nwant %q", name, got, want)
				}
			}
		}
	}
	if checked < 200 {
		t.Errorf("only %d example requests checked", checked)
	}
}

var pathParam = regexp.MustCompile(`\{[^}]+\}`)

// exampleRequest makes the HTTP request that an example describes.
func exampleRequest(op *contract.Operation, data []byte) (*http.Request, []byte, error) {
	target := "https://vendor.example.com" + pathParam.ReplaceAllString(op.Path, "7")
	if op.Vendor != contract.LiveAgent {
		r := httptest.NewRequest(op.Method, target, bytes.NewReader(data))
		r.Header.Set("Content-Type", "application/json")
		return r, data, nil
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, nil, err
	}
	form := url.Values{}
	for name, v := range fields {
		text, ok := v.(string)
		if !ok {
			encoded, _ := json.Marshal(v)
			text = string(encoded)
		}
		form.Set(name, text)
	}
	if op.Method == http.MethodDelete {
		return httptest.NewRequest(op.Method, target+"?"+form.Encode(), nil), nil, nil
	}
	body := []byte(form.Encode())
	r := httptest.NewRequest(op.Method, target, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r, body, nil
}
