package frontdesktest_test

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// A program that looks a customer up, once with the vendor and then without: in
// a test, keep the folder under testdata and use NewTestReplayer.
func ExampleRecorder() {
	srv := helpcrunchtest.New() // stands for the vendor
	defer srv.Close()
	dir, err := os.MkdirTemp("", "recordings")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	lookUp := func(key string, transport http.RoundTripper) {
		client, err := helpcrunch.New(key, frontdesk.WithHTTPClient(&http.Client{Transport: transport}), frontdesk.WithBaseURL(srv.BaseURL()))
		if err != nil {
			fmt.Println(err)
			return
		}
		customer, err := client.Customers.Get(context.Background(), helpcrunchtest.SeedCustomerID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(customer.ID, customer.Name.Or("nobody"))
	}

	rec, err := frontdesktest.NewRecorder(dir, srv.Transport())
	if err != nil {
		fmt.Println(err)
		return
	}
	lookUp(helpcrunchtest.APIKey, rec)
	if err := rec.Close(); err != nil {
		fmt.Println(err)
	}

	replay, err := frontdesktest.NewReplayer(os.DirFS(dir))
	if err != nil {
		fmt.Println(err)
		return
	}
	lookUp("any key", replay)
	// Output:
	// 8737843 Cindy Mindy
	// 8737843 Person 1
}

// Recordings can be written by hand, and a request that none answers says what
// it lacks.
func ExampleReplayer() {
	dir, err := os.MkdirTemp("", "recordings")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	const file = `{
	 "request": {"http_method": "GET", "path": "/v1/customers", "query": {"limit": "10", "offset": "0"}},
	 "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"data": [{"id": 7}], "total": 1}}
	}`
	if err := os.WriteFile(dir+"/customers.json", []byte(file), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	replay, err := frontdesktest.NewReplayer(os.DirFS(dir), frontdesktest.IgnoreFields("offset"))
	if err != nil {
		fmt.Println(err)
		return
	}
	client := &http.Client{Transport: replay}

	_, err = client.Get("https://api.example.com/v1/customers?limit=20")
	fmt.Println(err)
	res, err := client.Get("https://api.example.com/v1/customers?limit=10")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer res.Body.Close()
	fmt.Println(res.Status)
	// Output:
	// Get "https://api.example.com/v1/customers?limit=20": frontdesktest: no recording answers GET /v1/customers; the nearest is customers.json, where
	// 	query.limit: recorded "10", sent "20"
	// 200 OK
}
