package observe

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"github.com/frontdesk-go/frontdesk"
)

// Metrics counts calls. One Metrics serves all clients.
type Metrics struct {
	calls, attempts, retries *prometheus.CounterVec
	durations, waits         *prometheus.HistogramVec
	limits                   *limits
}

// seconds reaches from a quick reply to the longest wait for a limit.
var seconds = []float64{.025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120}

// NewMetrics registers the metrics:
//
//	frontdesk_calls_total{vendor,operation,kind}                kind of the error, "ok" without one
//	frontdesk_call_duration_seconds{vendor,operation}           waits and retries included
//	frontdesk_attempts_total{vendor,operation,status}           requests by HTTP status, "none" without a reply
//	frontdesk_retries_total{vendor,operation,kind,refused}      refused is "true" for a refusal by a limit
//	frontdesk_limit_wait_seconds{vendor}                        of requests that a limit held back
//
// and those of [Metrics.Watch]. Durations carry the trace of a call as an exemplar.
func NewMetrics(registerer prometheus.Registerer) (*Metrics, error) {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "frontdesk", Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "frontdesk", Name: name, Help: help, Buckets: seconds, NativeHistogramBucketFactor: 1.1,
		}, labels)
	}
	m := &Metrics{
		calls:     counter("calls_total", "Calls by outcome.", "vendor", "operation", "kind"),
		attempts:  counter("attempts_total", "Requests by HTTP status.", "vendor", "operation", "status"),
		retries:   counter("retries_total", "Repetitions by their reason.", "vendor", "operation", "kind", "refused"),
		durations: histogram("call_duration_seconds", "Time of a call, waits and retries included.", "vendor", "operation"),
		waits:     histogram("limit_wait_seconds", "Waits of requests for a limit.", "vendor"),
		limits:    newLimits(),
	}
	var errs []error
	for _, c := range []prometheus.Collector{m.calls, m.attempts, m.retries, m.durations, m.waits, m.limits} {
		errs = append(errs, registerer.Register(c))
	}
	return m, errors.Join(errs...)
}

// Hooks returns the hooks that count.
func (m *Metrics) Hooks() frontdesk.Hooks {
	return frontdesk.Hooks{AttemptEnd: m.attemptEnd, Retry: m.retry, End: m.end}
}

func (m *Metrics) attemptEnd(_ context.Context, r frontdesk.AttemptResult) {
	status := "none"
	if r.StatusCode != 0 {
		status = strconv.Itoa(r.StatusCode)
	}
	m.attempts.WithLabelValues(r.Vendor, label(r.Operation), status).Inc()
	if r.Waited >= shortestWait {
		m.waits.WithLabelValues(r.Vendor).Observe(r.Waited.Seconds())
	}
}

func (m *Metrics) retry(_ context.Context, r frontdesk.Retry) {
	m.retries.WithLabelValues(r.Vendor, label(r.Operation), kind(r.Err), strconv.FormatBool(r.Refused)).Inc()
}

func (m *Metrics) end(ctx context.Context, r frontdesk.Result) {
	operation := label(r.Operation)
	m.calls.WithLabelValues(r.Vendor, operation, kind(r.Err)).Inc()
	duration := m.durations.WithLabelValues(r.Vendor, operation)
	span := trace.SpanContextFromContext(ctx)
	if exemplars, ok := duration.(prometheus.ExemplarObserver); ok && span.IsSampled() {
		exemplars.ObserveWithExemplar(r.Duration.Seconds(), prometheus.Labels{"trace_id": span.TraceID().String()})
		return
	}
	duration.Observe(r.Duration.Seconds())
}

func kind(err *frontdesk.Error) string {
	if err == nil {
		return "ok"
	}
	return string(err.Kind)
}

// label keeps the number of series bounded: the hatch names an operation that it does
// not know by method and path, ids included.
func label(operation string) string {
	if strings.ContainsAny(operation, " /") {
		return "other"
	}
	return operation
}
