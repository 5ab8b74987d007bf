package observe_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/observability/observe"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// recording is a tracer provider and what it exported.
func recording(t *testing.T) (*sdktrace.TracerProvider, *tracetest.InMemoryExporter) {
	spans := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	t.Cleanup(func() { _ = provider.Shutdown(context.WithoutCancel(t.Context())) })
	return provider, spans
}

func values(attributes []attribute.KeyValue) map[string]any {
	found := map[string]any{}
	for _, a := range attributes {
		found[string(a.Key)] = a.Value.AsInterface()
	}
	return found
}

// named returns the only span of a name, or the one with the number given.
func named(t *testing.T, spans tracetest.SpanStubs, name string, number, of int) tracetest.SpanStub {
	t.Helper()
	var found []tracetest.SpanStub
	for _, span := range spans {
		if span.Name == name {
			found = append(found, span)
		}
	}
	require.Len(t, found, of, name)
	return found[number]
}

func TestTracing_AttemptsAreChildrenOfTheirCallAndTheCallOfItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider, exported := recording(t)
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithLatency(time.Second))
		srv.Fail(frontdesktest.Status(503))
		hc := srv.Client(frontdesk.WithHooks(observe.Tracing(provider)))
		defer hc.Close()

		ctx, parent := provider.Tracer("test").Start(t.Context(), "caller")
		_, err := hc.Customers.Get(ctx, helpcrunchtest.SeedCustomerID)
		parent.End()
		require.NoError(t, err)

		spans := exported.GetSpans()
		require.Len(t, spans, 4)
		caller := named(t, spans, "caller", 0, 1)
		call := named(t, spans, "helpcrunch customers.get", 0, 1)
		first, second := named(t, spans, "GET", 0, 2), named(t, spans, "GET", 1, 2)
		assert.Equal(t, caller.SpanContext.SpanID(), call.Parent.SpanID())
		for _, attempt := range []tracetest.SpanStub{first, second} {
			assert.Equal(t, call.SpanContext.SpanID(), attempt.Parent.SpanID())
			assert.Equal(t, caller.SpanContext.TraceID(), attempt.SpanContext.TraceID())
			assert.Equal(t, trace.SpanKindClient, attempt.SpanKind)
			assert.Equal(t, time.Second, attempt.EndTime.Sub(attempt.StartTime))
			assert.False(t, attempt.StartTime.Before(call.StartTime) || attempt.EndTime.After(call.EndTime))
		}

		assert.Equal(t, codes.Error, first.Status.Code)
		facts := values(first.Attributes)
		assert.EqualValues(t, 503, facts["http.response.status_code"])
		assert.Equal(t, "503", facts["error.type"])
		assert.Equal(t, "GET", facts["http.request.method"])
		assert.Equal(t, "127.0.0.1", facts["server.address"])
		assert.EqualValues(t, 80, facts["server.port"])
		assert.Equal(t, "http://127.0.0.1/v1/customers/8737843", facts["url.full"])
		assert.NotContains(t, facts, "http.request.resend_count")

		assert.Equal(t, codes.Unset, second.Status.Code)
		assert.EqualValues(t, 1, values(second.Attributes)["http.request.resend_count"])

		assert.Equal(t, codes.Unset, call.Status.Code)
		assert.EqualValues(t, 2, values(call.Attributes)["frontdesk.attempts"])
		require.Len(t, call.Events, 1)
		assert.Equal(t, "frontdesk.retry", call.Events[0].Name)
		event := values(call.Events[0].Attributes)
		assert.Equal(t, "unavailable", event["error.type"])
		assert.Equal(t, false, event["frontdesk.refused"])
	})
}

func TestTracing_WaitForALimitIsAnEventFromItsBeginning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider, exported := recording(t)
		srv := helpcrunchtest.NewServer(t)
		srv.Fail(frontdesktest.Status(429).RetryAfter(10 * time.Second))
		hc := srv.Client(frontdesk.WithHooks(observe.Tracing(provider)))
		defer hc.Close()
		_, err := hc.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
		require.NoError(t, err)

		call := named(t, exported.GetSpans(), "helpcrunch customers.get", 0, 1)
		require.Len(t, call.Events, 2)
		assert.Equal(t, "frontdesk.retry", call.Events[0].Name)
		assert.Equal(t, true, values(call.Events[0].Attributes)["frontdesk.refused"])
		assert.Equal(t, "frontdesk.limit.wait", call.Events[1].Name)
		assert.Equal(t, call.StartTime, call.Events[1].Time)
		assert.GreaterOrEqual(t, values(call.Events[1].Attributes)["frontdesk.wait"], 10.0)
		assert.EqualValues(t, 1, values(call.Attributes)["frontdesk.refusals"])
	})
}

func TestTracing_FailureIsRecordedOnCallAndAttempt(t *testing.T) {
	provider, exported := recording(t)
	srv := helpcrunchtest.NewServer(t)
	hc := srv.Client(frontdesk.WithHooks(observe.Tracing(provider)), frontdesk.NoRetry())
	defer hc.Close()
	_, err := hc.Customers.Get(t.Context(), 404404)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	srv.Fail(frontdesktest.ResetBeforeReply())
	_, lost := hc.Customers.List(t.Context(), &helpcrunch.CustomerListParams{Limit: 1})
	require.ErrorIs(t, lost, frontdesk.ErrTransport)

	spans := exported.GetSpans()
	call := named(t, spans, "helpcrunch customers.get", 0, 1)
	assert.Equal(t, sdktrace.Status{Code: codes.Error, Description: err.Error()}, call.Status)
	assert.Equal(t, "not_found", values(call.Attributes)["error.type"])
	require.Len(t, call.Events, 1)
	assert.Equal(t, "exception", call.Events[0].Name)
	assert.Equal(t, err.Error(), values(call.Events[0].Attributes)["exception.message"])
	refused, cut := named(t, spans, "GET", 0, 2), named(t, spans, "GET", 1, 2)
	assert.Equal(t, sdktrace.Status{Code: codes.Error, Description: "not_found"}, refused.Status)
	assert.Equal(t, "404", values(refused.Attributes)["error.type"])
	assert.Equal(t, "transport", values(cut.Attributes)["error.type"])
	assert.NotContains(t, values(cut.Attributes), "http.response.status_code")
}

func TestTracing_URLHoldsNoQuery(t *testing.T) {
	provider, exported := recording(t)
	srv := helpcrunchtest.NewServer(t)
	url := ""
	look := frontdesk.Hooks{Start: func(ctx context.Context, call frontdesk.Call) context.Context { url = call.URL; return ctx }}
	hc := srv.Client(frontdesk.WithHooks(observe.Combine(look, observe.Tracing(provider))))
	defer hc.Close()
	_, err := hc.Customers.List(t.Context(), &helpcrunch.CustomerListParams{Limit: 1})
	require.NoError(t, err)
	require.Contains(t, url, "?limit=", "hooks are told of it")
	attempt := named(t, exported.GetSpans(), "GET", 0, 1)
	assert.Equal(t, "http://127.0.0.1/v1/customers", values(attempt.Attributes)["url.full"])
}
