package frontdesk_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// A job queue that repeats its jobs by itself wants one request per call.
func ExampleNoRetry() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	srv.Fail(frontdesktest.Status(503))
	hc := srv.Client()

	_, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID, frontdesk.NoRetry())
	fmt.Println(errors.Is(err, frontdesk.ErrUnavailable), srv.Count("customers.get"))
	fmt.Println("worth another try:", frontdesk.Retryable(err))
	// Output:
	// true 1
	// worth another try: true
}

// Two clients of one key share its quota.
func ExampleWithLimiter() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	quota := frontdesk.NewWindow(120, time.Minute)
	support, sales := srv.Client(frontdesk.WithLimiter(quota)), srv.Client(frontdesk.WithLimiter(quota))

	for _, hc := range []*helpcrunch.Client{support, sales} {
		if _, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(quota.State().Remaining, "of", quota.State().Limit)
	// Output: 118 of 120
}

// everySecond is a limiter of one's own: all that it needs is Wait. The limiters of
// golang.org/x/time/rate have it already.
type everySecond struct{ ticker *time.Ticker }

func (l everySecond) Wait(ctx context.Context) error {
	select {
	case <-l.ticker.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func ExampleLimiter() {
	pace := everySecond{time.NewTicker(time.Millisecond)} // a second, were this not an example
	defer pace.ticker.Stop()
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client(frontdesk.WithLimiter(pace))

	_, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
	fmt.Println(err)
	// Output: <nil>
}

func addCustomers(srv *helpcrunchtest.Server, n int) {
	for i := range n {
		srv.AddCustomer(helpcrunch.Customer{Name: frontdesk.Some(fmt.Sprint("Customer ", i+1))})
	}
}

// A list that broke off goes on where it stood.
func ExampleCursor() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()
	addCustomers(srv, 250)
	srv.Fail(frontdesktest.Status(500).On("customers.list").After(1).Times(3))

	read, params := 0, &helpcrunch.CustomerListParams{}
	for read == 0 || params.Resume != "" {
		resume := params.Resume
		params.Resume = ""
		for _, err := range hc.Customers.All(ctx, &helpcrunch.CustomerListParams{Resume: resume}) {
			if e, ok := errors.AsType[*frontdesk.Error](err); ok {
				fmt.Println("broke off after", read, "rows")
				params.Resume = e.Next // keep it where the next run of the job finds it
				break
			}
			read++
		}
	}
	fmt.Println(read == len(srv.Customers()))
	// Output:
	// broke off after 100 rows
	// true
}

// The next pages come while the loop works on this one.
func ExampleWithPrefetch() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()
	addCustomers(srv, 250)

	read := 0
	for _, err := range hc.Customers.All(ctx, nil, frontdesk.WithPrefetch(2)) {
		if err != nil {
			log.Fatal(err)
		}
		read++
	}
	fmt.Println(read)
	// Output: 251
}

// The reply as it came, for a field that the types do not have yet.
func ExampleWithResponse() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	var reply frontdesk.Response
	_, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID, frontdesk.WithResponse(&reply))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.StatusCode == http.StatusOK, reply.Attempts, len(reply.Body) > 0)
	// Output: true 1 true
}

// Absent leaves a field as it is, null clears it.
func ExampleOpt() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	hc := srv.Client()

	customer, err := hc.Customers.Update(ctx, helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerUpdateParams{
		Company: frontdesk.Some("Example Ltd"),
		Phone:   frontdesk.Null[string](),
	})
	if err != nil {
		log.Fatal(err)
	}
	_, hasPhone := customer.Phone.Get()
	fmt.Println(customer.Name.Or("nobody"), customer.Company.Or("none"), hasPhone)
	// Output: Cindy Mindy Example Ltd false
}

// A write whose outcome is unknown is looked up before it is repeated.
func ExampleError_MayHaveHappened() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	srv.Fail(frontdesktest.Status(500).AfterHandling().On("customers.create"))
	hc := srv.Client()

	_, err := hc.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{UserID: "u-1", Name: "Ann"})
	if e, ok := errors.AsType[*frontdesk.Error](err); ok && e.MayHaveHappened() {
		found, err := hc.Customers.Search(ctx, &helpcrunch.CustomerSearchParams{
			Filter: helpcrunch.And(helpcrunch.CustomerFieldUserID.Is("u-1")),
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("it is there:", len(found.Items) == 1)
	}
	// Output: it is there: true
}

// Hooks see each call and each attempt, never a credential.
func ExampleWithHooks() {
	srv := helpcrunchtest.New()
	defer srv.Close()
	srv.Fail(frontdesktest.Status(503))
	hc := srv.Client(frontdesk.WithHooks(frontdesk.Hooks{
		AttemptEnd: func(_ context.Context, a frontdesk.AttemptResult) { fmt.Println("attempt", a.Number, a.StatusCode) },
		End:        func(_ context.Context, r frontdesk.Result) { fmt.Println(r.Operation, r.Attempts, r.Err == nil) },
	}), frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{BaseDelay: time.Millisecond}))

	_, _ = hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
	// Output:
	// attempt 1 503
	// attempt 2 200
	// customers.get 2 true
}
