package frontdesktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// A server of a vendor that has one operation, which refuses for a while and
// then answers.
func Example() {
	srv := frontdesktest.New(frontdesktest.Config{
		Name: "clock",
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "noon")
		}),
		Operation: func(*http.Request, []byte) string { return "clock.read" },
	})
	defer srv.Close()
	srv.Fail(frontdesktest.Status(429).RetryAfter(2 * time.Second).On("clock.read").Times(2))

	for range 3 {
		res, err := srv.HTTPClient().Get(srv.BaseURL() + "/clock")
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		fmt.Printf("%s, Retry-After %q, %q\n", res.Status, res.Header.Get("Retry-After"), body)
	}
	for _, r := range srv.Requests() {
		fmt.Println(r.Method, r.Path, r.Status, r.Fault)
	}
	// Output:
	// 429 Too Many Requests, Retry-After "2", "Too Many Requests\n"
	// 429 Too Many Requests, Retry-After "2", "Too Many Requests\n"
	// 200 OK, Retry-After "", "noon"
	// GET /clock 429 status 429, Retry-After: 2
	// GET /clock 429 status 429, Retry-After: 2
	// GET /clock 200
}

// A kit's own option sets the kit's own settings.
func ExampleConfigure() {
	type settings struct{ timeOfDay string }
	withTime := func(s string) frontdesktest.Option {
		return frontdesktest.Configure(func(c *settings) { c.timeOfDay = s })
	}
	newClock := func(opts ...frontdesktest.Option) *frontdesktest.Server {
		set := settings{timeOfDay: "noon"}
		return frontdesktest.New(frontdesktest.Config{
			Settings: &set,
			Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, set.timeOfDay)
			}),
		}, opts...)
	}

	srv := newClock(withTime("midnight"), frontdesktest.WithQuota(120, time.Minute))
	defer srv.Close()
	res, err := srv.HTTPClient().Get(srv.BaseURL())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	fmt.Println(string(body))
	// Output: midnight
}

// Faults are values that combine: here a crash that comes after the record was
// stored, with a reply that breaks off.
func ExampleFault() {
	crash := frontdesktest.HTML(200).WithBody("text/html", "<b>Fatal error</b>: out of memory").AfterHandling().Named("crash")
	cut := crash.CutBody(11).Named("crash, cut").On("deal.add").Times(3)

	fmt.Println(crash)
	fmt.Println(cut)
	fmt.Println(frontdesktest.Status(503).RetryAfter(time.Second).Delay(10 * time.Second))
	// Output:
	// crash
	// crash, cut
	// status 503, Retry-After: 1, delay 10s
}

// A connection that is refused is an error like that of net/http, and the
// server never sees the request.
func ExampleRefused() {
	srv := frontdesktest.New(frontdesktest.Config{Handler: http.NotFoundHandler()})
	defer srv.Close()
	srv.Fail(frontdesktest.Refused())

	_, err := srv.HTTPClient().Get(srv.BaseURL())
	fmt.Println(err.(*url.Error).Err)
	fmt.Println(srv.Count(), srv.Stats().Unreached)
	// Output:
	// dial tcp 127.0.0.1:80: connect: connection refused
	// 0 1
}
