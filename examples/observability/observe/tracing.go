package observe

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/frontdesk-go/frontdesk"
)

// Attributes that OpenTelemetry's conventions have no name for.
const (
	vendorKey    = attribute.Key("frontdesk.vendor")
	operationKey = attribute.Key("frontdesk.operation")
	classKey     = attribute.Key("frontdesk.class")
	attemptKey   = attribute.Key("frontdesk.attempt")
	attemptsKey  = attribute.Key("frontdesk.attempts")
	refusalsKey  = attribute.Key("frontdesk.refusals")
	refusedKey   = attribute.Key("frontdesk.refused")
	waitKey      = attribute.Key("frontdesk.wait") // seconds
)

// shortestWait is what counts as a wait for a limit; below it, nothing held the
// request back.
const shortestWait = time.Millisecond

// Tracing returns hooks that make a span of each call and, below it, a client span of
// each of its requests, by the conventions for HTTP. Retries and waits for a limit are
// events of the call's span. Spans hold no query of a URL and no body: what customers
// write is not for traces.
func Tracing(provider trace.TracerProvider) frontdesk.Hooks {
	t := tracing{provider.Tracer("github.com/frontdesk-go/frontdesk",
		trace.WithInstrumentationVersion(frontdesk.Version), trace.WithSchemaURL(semconv.SchemaURL))}
	return frontdesk.Hooks{Start: t.start, Attempt: t.attempt, AttemptEnd: t.attemptEnd, Retry: t.retry, End: t.end}
}

type tracing struct{ tracer trace.Tracer }

func (t tracing) start(ctx context.Context, call frontdesk.Call) context.Context {
	ctx, _ = t.tracer.Start(ctx, call.Vendor+" "+call.Operation, trace.WithAttributes(
		vendorKey.String(call.Vendor), operationKey.String(call.Operation), classKey.String(call.Class.String())))
	return ctx
}

func (t tracing) attempt(ctx context.Context, a frontdesk.Attempt) context.Context {
	if a.Waited >= shortestWait {
		trace.SpanFromContext(ctx).AddEvent("frontdesk.limit.wait",
			trace.WithTimestamp(time.Now().Add(-a.Waited)), trace.WithAttributes(wait(a.Waited)))
	}
	attributes := append(address(a.URL), semconv.HTTPRequestMethodKey.String(a.Method), operationKey.String(a.Operation))
	if a.Number > 1 {
		attributes = append(attributes, semconv.HTTPRequestResendCount(a.Number-1))
	}
	// By the conventions, the name is the method where no template of the path is known.
	ctx, _ = t.tracer.Start(ctx, a.Method, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attributes...))
	return ctx
}

// address says where a request goes.
func address(text string) []attribute.KeyValue {
	u, err := url.Parse(text)
	if err != nil {
		return nil
	}
	u.RawQuery, u.ForceQuery, u.Fragment = "", false, ""
	attributes := []attribute.KeyValue{semconv.URLFull(u.String()), semconv.ServerAddress(u.Hostname())}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		port = map[string]int{"http": 80, "https": 443}[u.Scheme]
	}
	return append(attributes, semconv.ServerPort(port))
}

func (t tracing) attemptEnd(ctx context.Context, r frontdesk.AttemptResult) {
	span := trace.SpanFromContext(ctx)
	defer span.End()
	if r.StatusCode != 0 {
		span.SetAttributes(semconv.HTTPResponseStatusCode(r.StatusCode))
	}
	if r.Err == nil {
		return
	}
	reason := string(r.Err.Kind) // also of errors that came with HTTP 200
	if r.StatusCode >= 400 {
		reason = strconv.Itoa(r.StatusCode)
	}
	span.SetAttributes(semconv.ErrorTypeKey.String(reason))
	span.SetStatus(codes.Error, string(r.Err.Kind))
}

func (t tracing) retry(ctx context.Context, r frontdesk.Retry) {
	attributes := []attribute.KeyValue{attemptKey.Int(r.Attempt), wait(r.Wait), refusedKey.Bool(r.Refused)}
	if r.Err != nil {
		attributes = append(attributes, semconv.ErrorTypeKey.String(string(r.Err.Kind)))
	}
	trace.SpanFromContext(ctx).AddEvent("frontdesk.retry", trace.WithAttributes(attributes...))
}

func (t tracing) end(ctx context.Context, r frontdesk.Result) {
	span := trace.SpanFromContext(ctx)
	defer span.End()
	span.SetAttributes(attemptsKey.Int(r.Attempts), refusalsKey.Int(r.Refusals), wait(r.Waited))
	if r.Err != nil {
		span.RecordError(r.Err)
		span.SetAttributes(semconv.ErrorTypeKey.String(string(r.Err.Kind)))
		span.SetStatus(codes.Error, r.Err.Error())
	}
}

func wait(d time.Duration) attribute.KeyValue { return waitKey.Float64(d.Seconds()) }
