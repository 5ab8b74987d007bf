package proof_test

import (
	"context"
	"io"
	"math"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// refusals are arguments that are refused before anything is sent, by the field
// that the error names.
func refusals(s subject, c *client) map[string]func(context.Context) error {
	switch v := c.vendor.(type) {
	case *helpcrunch.Client:
		return map[string]func(context.Context) error{
			"customer_id 0":     func(ctx context.Context) error { _, err := v.Customers.Get(ctx, 0); return err },
			"customer_id -1":    func(ctx context.Context) error { return v.Customers.Delete(ctx, -1) },
			"customer_id -2^63": func(ctx context.Context) error { _, err := v.Customers.Update(ctx, math.MinInt64, nil); return err },
			"agent_id 0":        func(ctx context.Context) error { return v.Agents.Unsubscribe(ctx, 0) },
			"limit -1": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: -1})
				return err
			},
			"limit 101": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: 101})
				return err
			},
			"limit 2^63-1": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: math.MaxInt})
				return err
			},
			"offset -1": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &helpcrunch.CustomerListParams{Offset: -1})
				return err
			},
			"Resume of another list": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &helpcrunch.CustomerListParams{Resume: "x"})
				return err
			},
			"tags of nothing": func(ctx context.Context) error { _, err := v.Customers.AddTags(ctx, 1, nil); return err },
			"tags.name empty": func(ctx context.Context) error {
				_, err := v.Customers.RemoveTags(ctx, 1, &helpcrunch.CustomerRemoveTagsParams{Tags: helpcrunch.TagNames{""}})
				return err
			},
		}
	case *salesman.Client:
		return map[string]func(context.Context) error{
			"pid 0":  func(ctx context.Context) error { _, err := v.Contacts.Get(ctx, 0, nil); return err },
			"pid -1": func(ctx context.Context) error { _, err := v.Contacts.Delete(ctx, -1); return err },
			"offset -1": func(ctx context.Context) error {
				_, err := v.Contacts.List(ctx, &salesman.ContactListParams{Page: -1})
				return err
			},
			"Resume of another list": func(ctx context.Context) error {
				_, err := v.Contacts.List(ctx, &salesman.ContactListParams{Resume: "x"})
				return err
			},
			"order by injection": func(ctx context.Context) error {
				_, err := v.Contacts.List(ctx, &salesman.ContactListParams{Order: "pid; DROP TABLE x"})
				return err
			},
			"fields by injection": func(ctx context.Context) error {
				_, err := v.Contacts.Get(ctx, 1, &salesman.ContactGetParams{Fields: salesman.Fields{"a'b"}})
				return err
			},
			"person missing": func(ctx context.Context) error { _, err := v.Contacts.Create(ctx, nil); return err },
			"person invalid UTF-8": func(ctx context.Context) error {
				_, err := v.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "\xff"})
				return err
			},
			"persons of nothing": func(ctx context.Context) error { _, err := v.Contacts.CreateBatch(ctx, nil); return err },
			"endpoint elsewhere": func(ctx context.Context) error { return v.Do(ctx, "../../admin", "list", nil, nil) },
		}
	case *liveagent.Client:
		return map[string]func(context.Context) error{
			"customeridentifier empty": func(ctx context.Context) error { _, err := v.Customers.Get(ctx, ""); return err },
			"customeridentifier .":     func(ctx context.Context) error { _, err := v.Customers.Get(ctx, "."); return err },
			"customeridentifier ..":    func(ctx context.Context) error { _, err := v.Customers.Get(ctx, ".."); return err },
			"tagid empty":              func(ctx context.Context) error { return v.Tags.Delete(ctx, "") },
			"limitcount -1": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &liveagent.CustomerListParams{Limit: -1})
				return err
			},
			"limitcount 1001": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &liveagent.CustomerListParams{Limit: 1001})
				return err
			},
			"limitfrom -1": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &liveagent.CustomerListParams{Offset: -1})
				return err
			},
			"Resume of another list": func(ctx context.Context) error {
				_, err := v.Customers.List(ctx, &liveagent.CustomerListParams{Resume: "x"})
				return err
			},
			"name missing": func(ctx context.Context) error { _, err := v.Tags.Create(ctx, nil); return err },
		}
	case *comagic.Client:
		return map[string]func(context.Context) error{
			"id 0":       func(ctx context.Context) error { return v.Tags.Update(ctx, nil) },
			"id missing": func(ctx context.Context) error { return v.Tags.Delete(ctx, nil) },
			"limit -1": func(ctx context.Context) error {
				_, err := v.Tags.List(ctx, &comagic.TagsParams{Limit: -1})
				return err
			},
			"limit 10001": func(ctx context.Context) error {
				_, err := v.Tags.List(ctx, &comagic.TagsParams{Limit: 10_001})
				return err
			},
			"offset 100001": func(ctx context.Context) error {
				_, err := v.Tags.List(ctx, &comagic.TagsParams{Offset: 100_001})
				return err
			},
			"Resume of another list": func(ctx context.Context) error {
				_, err := v.Tags.List(ctx, &comagic.TagsParams{Resume: "x"})
				return err
			},
			"name missing":      func(ctx context.Context) error { _, err := v.Tags.Create(ctx, nil); return err },
			"date_from missing": func(ctx context.Context) error { _, err := v.Reports.ListCalls(ctx, nil); return err },
		}
	}
	return nil
}

func TestInput_IsRefusedBeforeItIsSent(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		srv, c := s.start(t)
		table := refusals(s, c)
		require.NotEmpty(t, table)
		for name, call := range table {
			t.Run(name, func(t *testing.T) {
				e := failure(t, call(t.Context()))
				assert.Equal(t, frontdesk.KindInvalid, e.Kind, "%v", e)
				assert.Equal(t, frontdesk.SentNo, e.Sent)
				assert.Zero(t, e.Attempts)
				field, _, _ := strings.Cut(name, " ")
				assert.True(t, e.Field == field || strings.HasSuffix(e.Field, "."+field), "Field %q for %s", e.Field, name)
				assert.NotEmpty(t, e.Message)
				assert.Equal(t, s.name, e.Vendor)
				assert.NotEmpty(t, e.Operation)
				assert.False(t, frontdesk.Retryable(e))
			})
		}
		assert.Zero(t, srv.Count())
	})
}

// Whatever an identifier holds, it stays one element of the path.
func TestInput_AnIdentifierIsOneElementOfThePath(t *testing.T) {
	for _, id := range []string{"../x", "a/b", "..%2fx", "%2e%2e", "?a=b", "#x", "a\\b", "é", "\xff\xfe", "a\r\nb", "\x00", " ", "+", "@", ";v=1", strings.Repeat("x", 10_000)} {
		var seen []string
		rt := roundTrip(func(r *http.Request) (*http.Response, error) {
			seen = append(seen, r.URL.EscapedPath())
			assert.NotContains(t, r.URL.String(), "\n")
			assert.Equal(t, "api.example.com", r.URL.Host)
			return respond(200, nil, `{"response":{"contactid":"1"}}`), nil
		})
		c, err := liveAgent.dial(liveAgent.host, liveAgent.key, frontdesk.WithHTTPClient(&http.Client{Transport: rt}))
		require.NoError(t, err)
		_, err = c.vendor.(*liveagent.Client).Customers.Get(t.Context(), id)
		if err != nil {
			assert.ErrorIs(t, err, frontdesk.ErrInvalid, "%q", id)
			assert.Empty(t, seen)
			continue
		}
		require.Len(t, seen, 1)
		rest, ok := strings.CutPrefix(seen[0], "/api/customers/")
		assert.True(t, ok, "%q: %s", id, seen[0])
		assert.NotContains(t, rest, "/", "%q", id)
		assert.NotContains(t, []string{".", "..", ""}, rest)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return f(r)
}

func TestInput_ANilContextIsAnErrorAndNoPanic(t *testing.T) {
	var none context.Context
	each(t, func(t *testing.T, s subject) {
		srv, c := s.start(t)
		for _, class := range classes {
			var err error
			if assert.Nil(t, panicOf(func() { err = c.calls[class](none) }), class.String()) {
				assert.ErrorIs(t, err, frontdesk.ErrInvalid)
			}
		}
		assert.Nil(t, panicOf(func() {
			for _, err := range c.rows(none, 100, "") {
				assert.Error(t, err)
			}
		}), "the iterator")
		assert.Zero(t, srv.Count())
	})
}

// panicOf returns what f panics with.
func panicOf(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// values are what every argument of every method is called with.
type values struct {
	name   string
	text   string
	number int64
	time   time.Time
	fill   int // 0: nil params, 1: empty ones, 2: full of these values
}

var extremes = []values{
	{name: "nil params"},
	{name: "empty params", text: "x", number: 1, fill: 1},
	{name: "zero", fill: 2},
	{name: "negative", text: "../x", number: math.MinInt64, time: time.Unix(-1<<40, 0), fill: 2},
	{name: "huge", text: strings.Repeat("é", 5000), number: math.MaxInt64, time: time.Unix(1<<40, 0), fill: 2},
	{name: "not UTF-8", text: "\xff\xfe\x00", number: 1, time: time.Unix(0, 0), fill: 2},
	{name: "line breaks", text: "a\r\nX-Evil: 1", number: 2, time: time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), fill: 2},
}

// Every method of every service is called with values that nobody expects.
func TestInput_NoArgumentMakesAMethodPanic(t *testing.T) {
	each(t, func(t *testing.T, s subject) {
		for _, reply := range []string{`{}`, s.envelope(`{}`), s.listEnvelope(``)} {
			rt := roundTrip(func(r *http.Request) (*http.Response, error) {
				assert.True(t, strings.HasPrefix(r.URL.Path, "/"), r.URL.Path)
				assert.NotContains(t, strings.Split(r.URL.EscapedPath(), "/"), "..")
				for name, values := range r.Header {
					assert.False(t, strings.ContainsAny(strings.Join(values, ""), "\r\n"), name)
				}
				return respond(200, nil, reply), nil
			})
			c, err := s.dial(s.host, s.key, frontdesk.WithHTTPClient(&http.Client{Transport: rt}), frontdesk.WithLimiter(new(recorder)), frontdesk.NoRetry())
			require.NoError(t, err)
			methods := 0
			services := reflect.ValueOf(c.vendor).Elem()
			for i := range services.NumField() {
				if services.Type().Field(i).IsExported() {
					methods += callMethods(t, services.Field(i))
				}
			}
			assert.Greater(t, methods, 5)
			require.NoError(t, c.close())
		}
	})
}

func callMethods(t *testing.T, service reflect.Value) int {
	t.Helper()
	for i := range service.NumMethod() {
		method, name := service.Method(i), service.Type().String()+"."+service.Type().Method(i).Name
		for _, v := range extremes {
			assert.Nil(t, panicOf(func() { callMethod(t, name, method, v) }), "%s with %s", name, v.name)
		}
	}
	return service.NumMethod()
}

func callMethod(t *testing.T, name string, method reflect.Value, v values) {
	t.Helper()
	kind := method.Type()
	args := make([]reflect.Value, 0, kind.NumIn())
	for i := range kind.NumIn() {
		if kind.IsVariadic() && i == kind.NumIn()-1 {
			break
		}
		if kind.In(i) == reflect.TypeFor[context.Context]() {
			args = append(args, reflect.ValueOf(t.Context()))
			continue
		}
		args = append(args, v.of(kind.In(i), 0))
	}
	results := method.Call(args)
	if len(results) == 2 && results[1].Kind() == reflect.Interface && results[1].IsNil() && results[0].Kind() == reflect.Pointer {
		assert.False(t, results[0].IsNil(), "%s with %s: neither a result nor an error", name, v.name)
	}
	for _, result := range results {
		if result.Kind() == reflect.Func {
			drain(t, name, result)
		} else if err, ok := result.Interface().(error); ok && err != nil {
			failure(t, err)
		}
	}
}

// drain pulls a few rows of an iterator.
func drain(t *testing.T, name string, seq reflect.Value) {
	t.Helper()
	rows := 0
	for _, err := range seq.Seq2() {
		if e, ok := err.Interface().(error); ok && e != nil {
			failure(t, e)
		}
		if rows++; rows > 100 {
			assert.Fail(t, "does not end", name)
			return
		}
	}
}

// of makes an argument.
func (v values) of(kind reflect.Type, depth int) reflect.Value {
	value := reflect.New(kind).Elem()
	switch {
	case depth > 6:
	case kind == reflect.TypeFor[time.Time]():
		value.Set(reflect.ValueOf(v.time))
	case kind.Kind() == reflect.String:
		value.SetString(v.text)
	case value.CanInt():
		if !value.OverflowInt(v.number) {
			value.SetInt(v.number)
		}
	case value.CanFloat():
		value.SetFloat(math.Inf(int(v.number)))
	case kind.Kind() == reflect.Pointer && v.fill > 0:
		value.Set(reflect.New(kind.Elem()))
		if v.fill > 1 {
			value.Elem().Set(v.of(kind.Elem(), depth+1))
		}
	case kind.Kind() == reflect.Slice && v.fill > 1:
		value.Set(reflect.Append(value, v.of(kind.Elem(), depth+1)))
	case kind.Kind() == reflect.Map && v.fill > 1:
		value.Set(reflect.MakeMap(kind))
		value.SetMapIndex(v.of(kind.Key(), depth+1), v.of(kind.Elem(), depth+1))
	case kind.Kind() == reflect.Struct && v.fill > 1:
		for i := range kind.NumField() {
			if kind.Field(i).IsExported() {
				value.Field(i).Set(v.of(kind.Field(i).Type, depth+1))
			}
		}
	}
	return value
}
